/** A piece of a page that is safe to be put into another. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Part[];

/** Writes a piece of a page; every text that is put in is text, whatever it holds. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: pieces.reduce((page, piece, index) => `${page}${write(parts[index - 1]!)}${piece}`) };
}

function write(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map(write).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
