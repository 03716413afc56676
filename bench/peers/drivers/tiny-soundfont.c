/* Renders with TinySoundFont (tsf.h, and tml.h beside it) to nowhere. It has one interpolation, linear, and no effects. */
#include "driver.h"
#define TSF_IMPLEMENTATION
#include "tsf.h"
#define TML_IMPLEMENTATION
#include "tml.h"

/* Voices are its unit of rendering as well: it ramps gains over this many frames. */
enum { BLOCK_FRAMES = 64, DRUM_CHANNEL = 9 };

static void play(tsf *synth, const tml_message *message) {
  int channel = message->channel;
  switch (message->type) {
    case TML_PROGRAM_CHANGE:
      tsf_channel_set_presetnumber(synth, channel, message->program, channel == DRUM_CHANNEL);
      break;
    case TML_NOTE_ON:
      tsf_channel_note_on(synth, channel, message->key, message->velocity / 127.0f);
      break;
    case TML_NOTE_OFF:
      tsf_channel_note_off(synth, channel, message->key);
      break;
    case TML_PITCH_BEND:
      tsf_channel_set_pitchwheel(synth, channel, message->pitch_bend);
      break;
    case TML_CONTROL_CHANGE:
      tsf_channel_midi_control(synth, channel, message->control, message->control_value);
      break;
    default:
      break;
  }
}

int main(int count, char **values) {
  static float block[2 * BLOCK_FRAMES];
  Measurement m;
  Arguments a = read_arguments(count, values);
  start_measuring(&m, &a);
  tsf *synth = tsf_load_filename(a.bank);
  tml_message *message = tml_load_filename(a.midi);
  if (!synth || !message) return 3;
  tsf_set_output(synth, TSF_STEREO_INTERLEAVED, (int)a.rate, 0.0f);
  tsf_set_max_voices(synth, a.voices);
  for (int channel = 0; channel < 16; channel++)
    tsf_channel_set_presetnumber(synth, channel, 0, channel == DRUM_CHANNEL);
  bank_is_loaded(&m);
  while (m.frames < a.frames) {
    double milliseconds = m.frames * 1000.0 / a.rate;
    for (; message && message->time <= milliseconds; message = message->next) play(synth, message);
    tsf_render_float(synth, block, BLOCK_FRAMES, 0);
    int voices = tsf_active_voice_count(synth);
    if (voices > m.voices) m.voices = voices;
    take_block(&m, block, BLOCK_FRAMES);
  }
  print_measurement(&m);
  return 0;
}
