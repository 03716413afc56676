#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describeFailure } from './failure.ts';
import { renderCommand } from './render-command.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('dmus')
  .description('The DirectMusic synthesizer stack: renders MIDI files with DLS and SoundFont banks.')
  .version(version)
  .showHelpAfterError('(dmus --help, or dmus COMMAND --help, tells more)')
  .addCommand(renderCommand());

try {
  program.parse();
} catch (error) {
  console.error(`dmus: ${describeFailure(error)}`);
  process.exitCode = 1;
}
