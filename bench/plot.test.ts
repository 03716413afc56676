import { describe, expect, it } from 'vitest';
import { type Plot, toSvg } from './plot.ts';

function plotOf(values: readonly number[], mark?: number): Plot {
  const bars = values.map((value, i) => ({ label: `bar ${i}`, value, isOurs: i === 0 }));
  const plot = { name: 'plot', title: 'Title', subtitle: 'unit', groups: [{ heading: 'Heading', bars }] };
  return mark === undefined ? plot : { ...plot, mark };
}

function widthsOf(svg: string): number[] {
  return [...svg.matchAll(/class="(?:ours|peer)"[^>]* width="([\d.]+)"/g)].map((match) => Number(match[1]));
}

describe('toSvg', () => {
  it('draws bars as long as their values are large', () => {
    const [one, two, four] = widthsOf(toSvg(plotOf([1, 2, 4])));
    expect(two! / one!).toBeCloseTo(2, 1);
    expect(four! / one!).toBeCloseTo(4, 1);
  });

  it('keeps the longest bar and its number inside the picture', () => {
    const longest = Math.max(...widthsOf(toSvg(plotOf([3, 10_000]))));
    expect(longest + 262 + 60).toBeLessThanOrEqual(720);
  });

  it('leaves out what was not measured, and groups that become empty', () => {
    expect(widthsOf(toSvg(plotOf([1, Number.NaN, 2])))).toHaveLength(2);
    expect(toSvg(plotOf([Number.NaN]))).not.toContain('Heading');
  });

  it('escapes what would be markup', () => {
    const svg = toSvg({ ...plotOf([1]), title: 'a < b & "c"' });
    expect(svg).toContain('a &lt; b &amp; &quot;c&quot;');
    expect(svg).not.toContain('a < b');
  });

  it('draws the mark where a bar of its value would end', () => {
    const svg = toSvg(plotOf([2, 4], 2));
    const end = Number(/class="mark" x1="([\d.]+)"/.exec(svg)?.[1]) - 262;
    expect(end).toBeCloseTo(widthsOf(svg)[0]!, 1);
  });
});
