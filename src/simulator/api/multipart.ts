import type { ApiRequest } from './exchange.ts';

/** A file on its way to a record. */
export interface UploadedFile {
  readonly tableName: string;
  readonly tableSysId: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
}

interface Part {
  readonly name: string;
  readonly fileName: string | null;
  readonly contentType: string;
  readonly content: Buffer;
}

/** Reads `multipart/form-data` with the fields `table_name`, `table_sys_id` and one file; null for anything else. */
export function readMultipart(request: ApiRequest): UploadedFile | null {
  const match = /boundary="?([^";]+)"?/.exec(String(request.headers['content-type'] ?? ''));
  if (match === null) return null;
  const parts = splitParts(request.body, match[1]!);
  const text = (name: string): string => parts.find((part) => part.name === name)?.content.toString() ?? '';
  const file = parts.find((part) => part.fileName !== null);
  if (file === undefined) return null;
  return {
    tableName: text('table_name'),
    tableSysId: text('table_sys_id'),
    fileName: file.fileName ?? '',
    contentType: file.contentType,
    content: file.content,
  };
}

function splitParts(body: Buffer, boundary: string): Part[] {
  const parts: Part[] = [];
  const separator = `--${boundary}`;
  let start = body.indexOf(separator);
  while (start >= 0) {
    const end = body.indexOf(separator, start + separator.length);
    if (end < 0) break;
    // Each part is enclosed by line ends that do not belong to it.
    const part = readPart(body.subarray(start + separator.length + 2, end - 2));
    if (part !== null) parts.push(part);
    start = end;
  }
  return parts;
}

function readPart(bytes: Buffer): Part | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = bytes.subarray(0, headEnd).toString('utf8');
  const name = /[; ]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return null;
  return {
    name,
    fileName: /filename="([^"]*)"/i.exec(head)?.[1] ?? null,
    contentType: /content-type:\s*([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream',
    content: bytes.subarray(headEnd + 4),
  };
}
