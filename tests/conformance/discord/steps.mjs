// Runs named steps one after the other and says how each went, a line each.
const results = [];

export async function step(name, run) {
  const begun = Date.now();
  try {
    await Promise.race([run(), late(name)]);
    results.push({ name, ok: true });
    console.log(`ok - ${name} (${Date.now() - begun} ms)`);
  } catch (error) {
    results.push({ name, ok: false });
    console.log(`not ok - ${name}: ${error?.stack ?? error}`);
  }
}

function late(name) {
  const seconds = 40;
  return new Promise((_, fail) => setTimeout(() => fail(new Error(`"${name}" took longer than ${seconds} s`)), seconds * 1000).unref());
}

export function finish() {
  const failed = results.filter((result) => !result.ok).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
