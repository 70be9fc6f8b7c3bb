// An answer that comes in pieces: a line of JSON that says how many bytes follow and how far the work is, then those.

import { post, Refused } from "./common.js";

const CUT = "It was cut short: the desk has been closed, or has stopped. Nothing of it was saved.";

/** Read a stream piece by piece: what each line says, and its bytes. */
async function* pieces(stream) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let held = new Uint8Array();

  async function more() {
    const { done, value } = await reader.read();
    if (done) return false;
    const joined = new Uint8Array(held.length + value.length);
    joined.set(held);
    joined.set(value, held.length);
    held = joined;
    return true;
  }

  try {
    for (;;) {
      let end = held.indexOf(10);
      while (end < 0) {
        if (!(await more())) return;
        end = held.indexOf(10);
      }
      const said = JSON.parse(decoder.decode(held.subarray(0, end)));
      held = held.slice(end + 1);
      while (held.length < said.bytes) if (!(await more())) return;
      const bytes = held.slice(0, said.bytes);
      held = held.slice(said.bytes);
      yield [said, bytes];
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Have something long made: `told` is called with {done, of} on the way. Returns the whole as a Blob, and what the last
 * piece said. Throws Refused, and AbortError when somebody stops it.
 */
export async function make(path, asked, file, type, signal, told) {
  const parts = [];
  try {
    for await (const [said, bytes] of pieces(await post(path, asked, file, { stream: true, signal }))) {
      if (said.error) throw new Refused(said.error);
      parts.push(bytes);
      if (said.end) return { blob: new Blob(parts, { type }), said };
      told(said);
    }
  } catch (error) {
    if (error instanceof TypeError) throw new Refused(CUT);
    throw error;
  }
  throw new Refused(CUT);
}
