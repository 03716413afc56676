/** Horizontal bars as an SVG that can be read on light and on dark ground. */

/** One bar. */
export interface Bar {
  readonly label: string;
  /** 0 or more; others are left out. */
  readonly value: number;
  /** Drawn in the colour of the project. */
  readonly isOurs: boolean;
}

/** A group of bars under a heading. */
export interface BarGroup {
  readonly heading: string;
  readonly bars: readonly Bar[];
}

/** A picture. */
export interface Plot {
  /** Names the file, after the benchmark's name. */
  readonly name: string;
  readonly title: string;
  /** What the bars show, and in which unit. */
  readonly subtitle: string;
  /** A line across all bars: what is compared with. */
  readonly mark?: number;
  readonly groups: readonly BarGroup[];
}

const WIDTH = 720;
const LABEL_WIDTH = 250;
const VALUE_WIDTH = 60;
const BAR_LEFT: number = LABEL_WIDTH + 12;
const BAR_SPACE: number = WIDTH - BAR_LEFT - VALUE_WIDTH;
const ROW_HEIGHT = 22;
const BAR_HEIGHT = 14;
const HEADING_HEIGHT = 30;
const HEAD_HEIGHT = 58;

/** Where a reader's system is dark, ground and letters change places. Letters keep their distance from the mark. */
const STYLE = [
  'text{font:13px system-ui,sans-serif;fill:#24292f;stroke:#ffffff;stroke-width:3px;paint-order:stroke}.title{font-size:16px;font-weight:600}.heading{font-weight:600}',
  '.quiet{fill:#57606a}.ours{fill:#0969da}.peer{fill:#8c959f}.mark{stroke:#cf222e;stroke-dasharray:3 3}.ground{fill:#ffffff}',
  '@media(prefers-color-scheme:dark){text{fill:#e6edf3;stroke:#0d1117}.quiet{fill:#9198a1}.ours{fill:#4493f8}.peer{fill:#6e7681}',
  '.mark{stroke:#ff7b72}.ground{fill:#0d1117}}',
].join('');

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function barRow({ label, value, isOurs }: Bar, top: number, scale: number): string {
  const length = Math.max(1, value * scale).toFixed(1);
  const baseline = top + 12;
  return [
    `<text x="${LABEL_WIDTH}" y="${baseline}" text-anchor="end">${escaped(label)}</text>`,
    `<rect class="${isOurs ? 'ours' : 'peer'}" x="${BAR_LEFT}" y="${top}" width="${length}" height="${BAR_HEIGHT}" rx="2"/>`,
    `<text x="${(BAR_LEFT + Number(length) + 6).toFixed(1)}" y="${baseline}">${shown(value)}</text>`,
  ].join('');
}

/** The picture. A bar whose value is no number, or below 0, is left out; so is a group without bars. */
export function toSvg({ title, subtitle, mark, groups }: Plot): string {
  const drawn = groups
    .map(({ heading, bars }) => ({ heading, bars: bars.filter(({ value }) => Number.isFinite(value) && value >= 0) }))
    .filter(({ bars }) => bars.length > 0);
  const largest = Math.max(mark ?? 0, ...drawn.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const scale = largest > 0 ? BAR_SPACE / largest : 0;
  const parts: string[] = [];
  let top = HEAD_HEIGHT;
  for (const { heading, bars } of drawn) {
    parts.push(`<text class="heading" x="12" y="${top + 18}">${escaped(heading)}</text>`);
    top += HEADING_HEIGHT;
    for (const bar of bars) {
      parts.push(barRow(bar, top, scale));
      top += ROW_HEIGHT;
    }
  }
  if (mark !== undefined) {
    const x = (BAR_LEFT + mark * scale).toFixed(1);
    parts.unshift(`<line class="mark" x1="${x}" x2="${x}" y1="${HEAD_HEIGHT}" y2="${top}"/>`);
  }
  const height = top + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title><style>${STYLE}</style><rect class="ground" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="12" y="26">${escaped(title)}</text>`,
    `<text class="quiet" x="12" y="46">${escaped(subtitle)}</text>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
