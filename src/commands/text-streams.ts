/**
 * Reads text line by line, a batch for each piece that arrives, so that the cost of waiting is shared. Lines carry no
 * line end; a byte order mark is left out, and so are blank lines.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of input) {
    const text = decoder.decode(piece, { stream: true });
    rest += text;
    // The rest is not searched again and again while a very long line comes in.
    if (!text.includes('\n')) continue;
    const lines = rest.split('\n');
    rest = lines.pop()!;
    yield lines.filter(isNotBlank);
  }
  rest += decoder.decode();
  if (isNotBlank(rest)) yield [rest];
}

/** Writes text and waits until it was taken. Rejects where it cannot be: with code `EPIPE` where nobody reads any more. */
export function writeText(output: NodeJS.WritableStream, text: string): Promise<void> {
  if (text === '') return Promise.resolve();
  return new Promise((resolve, reject) => {
    output.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function isNotBlank(line: string): boolean {
  return line.trim() !== '';
}
