// What both drawings need: escaping, names and times.
export const escape = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const named = id => id[0].toUpperCase() + id.slice(1).toLowerCase();

export function ago(seconds, now) {
  const units = [['day', 86400], ['hour', 3600], ['minute', 60]];
  for (const [unit, length] of units) {
    const count = Math.floor((now - seconds) / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}

export const moment = (seconds, options) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(new Date(seconds * 1000));

export const clock = seconds => moment(seconds, { hour: '2-digit', minute: '2-digit' });

/** Our own face: a ring of people around something. */
export const face = `<svg viewBox="0 0 36 36" width="100%" height="100%"><rect width="36" height="36" fill="#1f4e5f"/><circle cx="18" cy="18" r="4" fill="#f2c14e"/>${[0, 1, 2, 3, 4].map(i => {
  const angle = (i / 5) * 2 * Math.PI - Math.PI / 2;
  return `<circle cx="${(18 + 10 * Math.cos(angle)).toFixed(2)}" cy="${(18 + 10 * Math.sin(angle)).toFixed(2)}" r="3.1" fill="#fff"/>`;
}).join('')}</svg>`;
