import { basename, extname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { MAX_JOBS } from '../adapters/node/job-count.ts';
import { type RenderSummary, renderFile } from '../adapters/node/render-file.ts';
import { EffectFlags } from '../ddi/port-params.ts';
import type { WrittenSampleFormat } from '../formats/wave/wave-file-format.ts';
import { INTERPOLATION_QUALITIES, type InterpolationQuality } from '../synth/kernel/interpolation-tables.ts';
import { startProgress } from './progress.ts';
import { renderReport, reportJson } from './render-report.ts';

/** Options as commander hands them over. */
interface RenderCommandOptions {
  output?: string;
  bank?: string;
  rate: number;
  bits: keyof typeof SAMPLE_FORMATS;
  port: 'synth' | 'kernel';
  rules: 'dls2' | 'windows';
  voices: number;
  quality: InterpolationQuality;
  reverb: boolean;
  chorus: boolean;
  jobs?: number;
  tail: number;
  gain: number;
  normalize?: true;
  quiet?: true;
  json?: true;
}

const SAMPLE_FORMATS = { '16': 'pcm16', '24': 'pcm24', '32f': 'float32' } as const satisfies Record<
  string,
  WrittenSampleFormat
>;

const EXAMPLES = `
Examples:
  dmus render song.mid                            writes song.wav
  dmus render song.mid -b bank.sf2 --bits 24      another bank, more bits
  dmus render song.mid -o loud.wav --normalize    as loud as it can be without clipping
  dmus render song.mid --quality sinc32           the best there is, slower
  dmus render song.mid --no-reverb --no-chorus    the instruments alone
  dmus render song.mid --jobs 1                   leaves the other cores to others; the sound is the same`;

/** A number within bounds. */
function number(low: number, high: number, isInteger: boolean): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isGood = text.trim() !== '' && value >= low && value <= high && (!isInteger || Number.isInteger(value));
    if (!isGood) throw new InvalidArgumentError(`Wanted: a ${isInteger ? 'whole ' : ''}number, ${low} to ${high}.`);
    return value;
  };
}

/** `dmus render`. */
export function renderCommand(): Command {
  return new Command('render')
    .description('Render a MIDI file to a WAV file, through the whole stack.')
    .argument('<input>', 'MIDI file (.mid, .midi, .rmi)')
    .option('-o, --output <file>', 'WAV file to write (default: name of the input, with .wav, in this folder)')
    .option(
      '-b, --bank <file>',
      'sound bank, .dls or .sf2 (default: the bank in the input, else the General MIDI bank that comes with dmus)',
    )
    .option('-r, --rate <hz>', 'frames a second, 11025 to 96000', number(11025, 96000, true), 48000)
    .addOption(new Option('--bits <format>', 'sample format').choices(Object.keys(SAMPLE_FORMATS)).default('16'))
    .addOption(
      new Option('--port <way>', 'way down: user-mode synth, or the kernel-mode port driver')
        .choices(['synth', 'kernel'])
        .default('synth'),
    )
    .addOption(
      new Option('--rules <set>', 'by the DLS 2 specification, or as the native Windows synth')
        .choices(['dls2', 'windows'])
        .default('dls2'),
    )
    .option('--voices <count>', 'voices at once, 1 to 1000', number(1, 1000, true), 256)
    .addOption(
      new Option('--quality <way>', 'how samples between those of a wave are found, from the fastest to the best')
        .choices(INTERPOLATION_QUALITIES)
        .default('sinc8'),
    )
    .option('--no-reverb', 'leave out the reverb')
    .option('--no-chorus', 'leave out the chorus')
    .option(
      '-j, --jobs <count>',
      `threads that share the voices, 1 to ${MAX_JOBS} (default: all cores, or fewer for a short piece)`,
      number(1, MAX_JOBS, true),
    )
    .option('--tail <seconds>', 'longest wait for the last sound to die, 0 to 3600', number(0, 3600, false), 30)
    .option('--gain <db>', 'gain on the whole, -96 to 48', number(-96, 48, false), 0)
    .option('--normalize', 'bring the loudest sample to full scale (renders twice); --gain counts from there')
    .option('-q, --quiet', 'print nothing but failures')
    .option('--json', 'print one line of JSON instead of the summary')
    .addHelpText('after', EXAMPLES)
    .action(runRender);
}

function runRender(input: string, options: RenderCommandOptions): void {
  const outputPath = options.output ?? `${basename(input, extname(input))}.wav`;
  const progress = startProgress(basename(input), options.quiet === true || options.json === true);
  const begin = performance.now();
  let summary: RenderSummary;
  try {
    summary = renderFile({
      inputPath: input,
      outputPath,
      bankPath: options.bank,
      sampleRate: options.rate,
      sampleFormat: SAMPLE_FORMATS[options.bits],
      portKind: options.port,
      rules: options.rules,
      voices: options.voices,
      quality: options.quality,
      effects: (options.reverb ? EffectFlags.reverb : 0) | (options.chorus ? EffectFlags.chorus : 0),
      jobs: options.jobs,
      tailSeconds: options.tail,
      gainDb: options.gain,
      normalize: options.normalize,
      onProgress: progress.update,
    });
  } finally {
    progress.stop();
  }
  const elapsedSeconds = (performance.now() - begin) / 1000;
  if (options.json === true) console.log(reportJson(summary, elapsedSeconds));
  else if (options.quiet !== true) console.log(renderReport(summary, elapsedSeconds));
}
