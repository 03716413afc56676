#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describeFailure, describeUsageFailure } from './failure.ts';
import { renderCommand } from './render-command.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('dmus')
  .description('The DirectMusic synthesizer stack: renders MIDI files with DLS and SoundFont banks.')
  .version(version)
  .addCommand(inOneLine(renderCommand(), 'dmus render'));

try {
  inOneLine(program, 'dmus').parse();
} catch (error) {
  console.error(`dmus: ${describeFailure(error)}`);
  process.exitCode = 1;
}

/** Mistakes on the command line are told like all others: in one line on standard error. */
function inOneLine(command: Command, name: string): Command {
  return command.configureOutput({
    outputError: (text, write) => write(`dmus: ${describeUsageFailure(text, name)}\n`),
  });
}
