/* What the drivers in C share: arguments, clocks, level meter, and the line of JSON that the benchmark reads. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
  const char *bank, *midi;
  double rate;
  long frames, warm_up; /* frames that are rendered before the clock of rendering starts */
  int effects, voices, interpolation;
} Arguments;

typedef struct {
  double wall_start, cpu_start, wall_loaded, cpu_loaded, first_block;
  double peak, sum_of_squares;
  long frames, warm_up;
  int voices;
} Measurement;

static const char *argument(int count, char **values, const char *name, const char *fallback) {
  for (int i = 1; i + 1 < count; i++)
    if (!strcmp(values[i], name)) return values[i + 1];
  return fallback;
}

static Arguments read_arguments(int count, char **values) {
  Arguments a;
  a.bank = argument(count, values, "--bank", NULL);
  a.midi = argument(count, values, "--midi", NULL);
  a.rate = atof(argument(count, values, "--rate", "48000"));
  a.frames = atol(argument(count, values, "--frames", "0"));
  a.warm_up = atol(argument(count, values, "--warm-up", "0"));
  a.effects = atoi(argument(count, values, "--effects", "0"));
  a.voices = atoi(argument(count, values, "--voices", "256"));
  a.interpolation = atoi(argument(count, values, "--quality", "4"));
  if (!a.bank || !a.midi || a.frames <= 0) {
    fprintf(stderr, "wanted: --bank F --midi F --frames N [--rate HZ] [--effects 0|1] [--voices N] [--quality N]\n");
    exit(2);
  }
  return a;
}

static double wall_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static double cpu_seconds(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
}

static void start_measuring(Measurement *m, const Arguments *a) {
  memset(m, 0, sizeof *m);
  m->warm_up = a->warm_up;
  m->wall_start = wall_seconds();
  m->cpu_start = cpu_seconds();
}

static void bank_is_loaded(Measurement *m) {
  m->wall_loaded = wall_seconds();
  m->cpu_loaded = cpu_seconds();
}

static void take_block(Measurement *m, const float *interleaved, int frames) {
  if (m->frames == 0) m->first_block = wall_seconds();
  for (int i = 0; i < 2 * frames; i++) {
    double x = fabs(interleaved[i]);
    if (x > m->peak) m->peak = x;
    m->sum_of_squares += x * x;
  }
  int was_cold = m->frames < m->warm_up;
  m->frames += frames;
  if (was_cold && m->frames >= m->warm_up) m->cpu_loaded = cpu_seconds();
}

static void print_measurement(const Measurement *m) {
  double wall = wall_seconds(), cpu = cpu_seconds();
  printf("{\"loadSeconds\":%.6f,\"renderSeconds\":%.6f,\"renderCpuSeconds\":%.6f,\"firstBlockAt\":%.6f,"
         "\"frames\":%ld,\"voicesPeak\":%d,\"peak\":%.6f,\"rms\":%.7f}\n",
         m->wall_loaded - m->wall_start, wall - m->wall_loaded, cpu - m->cpu_loaded, m->first_block, m->frames,
         m->voices, m->peak, sqrt(m->sum_of_squares / (2.0 * m->frames)));
}
