// Drives the emulator as its people, over its /control endpoints.
const base = process.env.COPBOT_DISCORD_CONTROL;
if (!base) {
  console.error('Set COPBOT_DISCORD_CONTROL to the control address of a running emulator; tests/CopBot.DiscordEmulator.Tests does.');
  process.exit(64);
}

export async function control(verb, body = {}) {
  const response = await fetch(`${base}/${verb}`, { method: 'POST', body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${verb}: ${answer.error}`);
  return answer;
}

/** Waits for a condition, looking again every few milliseconds. */
export async function until(what, isSo, milliseconds = 15_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await isSo();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
