import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Every file that is, or is about to be, part of the repository. Needs git, as every checkout has it. */
export function listRepositoryFiles(): string[] {
  const options = { cwd: projectRoot, encoding: 'utf8' } as const;
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    options,
  );
  return [...new Set(listed.split('\0'))]
    .filter((file) => file !== '' && existsSync(path.join(projectRoot, file)))
    .sort();
}

/** Asks for files and folders of the checkout. */
export const repository = {
  has: (file: string): boolean => existsSync(path.join(projectRoot, file)),
  read: (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8'),
};
