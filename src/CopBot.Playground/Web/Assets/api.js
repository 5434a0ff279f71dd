// How the page speaks to the playground. A failure is a sentence for the person, never lost typing.

const base = '/playground/api/';

export class Failure extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(base + path, { headers: { 'Content-Type': 'application/json' }, ...options });
  } catch {
    throw new Failure('The playground does not answer. Nothing you typed is lost: please try again in a moment.');
  }
  if (response.status === 204) return null;
  let body;
  try {
    body = await response.json();
  } catch {
    body = null;
  }
  if (!response.ok) throw new Failure(body?.error ?? 'Something went wrong. Nothing you typed is lost: please try again.');
  return body;
}

export const get = (path, query = {}) => ask(`${path}?${new URLSearchParams(Object.entries(query).filter(([, v]) => v !== undefined && v !== null))}`);

export const post = (path, body = {}) => ask(path, { method: 'POST', body: JSON.stringify(body) });

export const newEventId = () => `page-${crypto.randomUUID()}`;

// Calls back on every change, and with false when the connection is lost. A page that nobody looks at lets go of its
// connection: a browser has only six of them for all its tabs.
export function listen(changed) {
  let stream = null;
  const look = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream || stream.readyState === EventSource.CLOSED) {
      stream = new EventSource(`${base}events`);
      stream.onmessage = (e) => changed(JSON.parse(e.data));
      stream.onerror = () => {
        changed(false);
        if (stream?.readyState === EventSource.CLOSED) setTimeout(look, 2000);
      };
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
}
