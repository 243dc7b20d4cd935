const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOTDIR: 'part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a file of this name is there already',
  ENOSPC: 'no room is left on the disk',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
};

/** True for what the operating system said of a path, as opposed to a bug. */
export function isFileError(error: unknown): error is NodeJS.ErrnoException & { readonly path: string } {
  return error instanceof Error && 'syscall' in error && 'path' in error && typeof error.path === 'string';
}

/** Why a file could not be used, in words a user knows: `permission denied`. Other errors say it themselves. */
export function reasonOf(error: Error): string {
  return reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message;
}
