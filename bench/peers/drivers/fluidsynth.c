/* Renders with libfluidsynth to nowhere. --quality: 1 linear, 4 fourth order, 7 seventh order. */
#include "driver.h"
#include <fluidsynth.h>

enum { BLOCK_FRAMES = 512 };

static fluid_synth_t *open_synth(const Arguments *a) {
  fluid_settings_t *settings = new_fluid_settings();
  fluid_settings_setnum(settings, "synth.sample-rate", a->rate);
  fluid_settings_setint(settings, "synth.polyphony", a->voices);
  fluid_settings_setint(settings, "synth.reverb.active", a->effects);
  fluid_settings_setint(settings, "synth.chorus.active", a->effects);
  fluid_settings_setint(settings, "synth.cpu-cores", 1);
  fluid_settings_setint(settings, "synth.lock-memory", 0);
  fluid_settings_setstr(settings, "player.timing-source", "sample");
  return new_fluid_synth(settings);
}

int main(int count, char **values) {
  static float block[2 * BLOCK_FRAMES];
  Measurement m;
  Arguments a = read_arguments(count, values);
  fluid_set_log_function(FLUID_WARN, NULL, NULL);
  fluid_set_log_function(FLUID_INFO, NULL, NULL);
  start_measuring(&m, &a);
  fluid_synth_t *synth = open_synth(&a);
  if (fluid_synth_sfload(synth, a.bank, 1) < 0) return 3;
  fluid_synth_set_interp_method(synth, -1, a.interpolation);
  fluid_player_t *player = new_fluid_player(synth);
  if (fluid_player_add(player, a.midi) != FLUID_OK) return 4;
  fluid_player_play(player);
  bank_is_loaded(&m);
  while (m.frames < a.frames) {
    int frames = a.frames - m.frames < BLOCK_FRAMES ? (int)(a.frames - m.frames) : BLOCK_FRAMES;
    fluid_synth_write_float(synth, frames, block, 0, 2, block, 1, 2);
    int voices = fluid_synth_get_active_voice_count(synth);
    if (voices > m.voices) m.voices = voices;
    take_block(&m, block, frames);
  }
  print_measurement(&m);
  return 0;
}
