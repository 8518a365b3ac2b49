export interface PageNumbers {
  readonly offset: number;
  readonly limit: number;
  /** All matches; null when nobody counted. */
  readonly total: number | null;
  /** Rows the query found for this page, before row rules took some away. */
  readonly found: number;
  /** Whether the first page names a `prev` with a negative offset. */
  readonly negativePrev: boolean;
}

/** The `Link` header of a page; null when one page holds everything. */
export function pageLinks(url: URL, page: PageNumbers): string | null {
  const { offset, limit, total } = page;
  if (limit <= 0 || (total !== null && total <= limit && offset === 0)) return null;
  const lastOffset = total === null ? null : Math.floor((total - 1) / limit) * limit;
  const hasNext = total === null ? page.found === limit : offset + limit < total;
  const links: string[] = [link(url, limit, 0, 'first')];
  if (offset > 0) links.push(link(url, limit, Math.max(0, offset - limit), 'prev'));
  else if (page.negativePrev) links.push(link(url, limit, offset - limit, 'prev'));
  if (hasNext) links.push(link(url, limit, offset + limit, 'next'));
  if (lastOffset !== null && lastOffset >= 0) links.push(link(url, limit, lastOffset, 'last'));
  return links.join(',');
}

function link(url: URL, limit: number, offset: number, relation: string): string {
  const target = new URL(url);
  target.searchParams.set('sysparm_limit', String(limit));
  target.searchParams.set('sysparm_offset', String(offset));
  return `<${target.href}>;rel="${relation}"`;
}
