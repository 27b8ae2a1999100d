import { chown, stat } from "node:fs/promises";

/**
 * Gives a file that root made to whoever owns the data folder: a command that an administrator ran must not lock the service's
 * account out of its own files. Anybody else can't give files away, and owns what they made.
 */
export async function giveToOwnerOf(folder: string, file: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(folder);
  await chown(file, uid, gid);
}
