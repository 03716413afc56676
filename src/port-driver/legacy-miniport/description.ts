import {
  DataFormatSubtype,
  DataFormatType,
  type DataRange,
  type FilterDescription,
  type PinDescription,
} from '../../ddi/filter-description.ts';

/**
 * The description of a MIDI miniport as that of a DMus miniport: behind each range of raw MIDI on a pin that can be
 * opened stands the same range of DirectMusic events, unless the pin has it already. MIDI stays first, as legacy clients
 * expect; the given description is not changed.
 */
export function withDirectMusicRanges(description: FilterDescription): FilterDescription {
  return { ...description, pins: description.pins.map(extendedPin) };
}

function extendedPin(pin: PinDescription): PinDescription {
  if (pin.communication === 'bridge' || pin.communication === 'none') return pin;
  const hasDirectMusic = pin.dataRanges.some((range) => range.subFormat === DataFormatSubtype.directMusic);
  return hasDirectMusic ? pin : { ...pin, dataRanges: pin.dataRanges.flatMap(withTwin) };
}

function withTwin(range: DataRange): readonly DataRange[] {
  const isMidi = range.majorFormat === DataFormatType.music && range.subFormat === DataFormatSubtype.midi;
  return isMidi ? [range, { ...range, subFormat: DataFormatSubtype.directMusic }] : [range];
}
