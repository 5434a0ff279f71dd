// Reads cases from the file that is named, one JSON object a line, and says where CopBot differs:
//   { rule, first, days, ics, instants }: days that rrule and instants that ical.js must find too, and a feed that must parse.
import { readFileSync } from "node:fs";
import rrule from "rrule";
import ICAL from "ical.js";

const { RRule } = rrule;
const most = 40;
const wrong = [];
let cases = 0, days = 0, instants = 0;

for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  if (!line) continue;
  cases++;
  const one = JSON.parse(line);
  const name = `${one.rule} from ${one.first} in ${one.zone}`;
  if (one.days) {
    const expected = daysOf(one);
    days += expected.length;
    if (expected.join() !== one.days.join()) wrong.push(`${name}\n  rrule:  ${expected.join(" ")}\n  CopBot: ${one.days.join(" ")}`);
  }
  if (one.ics) {
    try {
      const found = instantsOf(one.ics, one.instants.length);
      instants += found.length;
      if (found.join() !== one.instants.join()) wrong.push(`${name}\n  ical.js: ${found.join(" ")}\n  CopBot:  ${one.instants.join(" ")}`);
    } catch (e) {
      wrong.push(`${name}: the feed cannot be read: ${e.message}`);
    }
  }
}

for (const what of wrong.slice(0, 20)) console.log(what);
console.log(`${cases} cases, ${days} days, ${instants} instants, ${wrong.length} wrong`);
process.exit(wrong.length === 0 && cases > 0 ? 0 : 1);

/** The days by rrule, on a clock without changes. */
function daysOf({ rule, first }) {
  const options = RRule.parseString(rule.replace(/UNTIL=(\d{8}T\d{6})(?!Z)/, "UNTIL=$1Z"));
  options.dtstart = new Date(first + "Z");
  return new RRule(options).all((_, i) => i < most).map((d) => d.toISOString().slice(0, 10));
}

/** The instants of everything in a feed that will be, by ical.js and the feed's own zones. */
function instantsOf(ics, howMany) {
  strict(ics);
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(ics));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const events = calendar.getAllSubcomponents("vevent").map((e) => new ICAL.Event(e, { strictExceptions: true }));
  const all = [];
  for (const event of events.filter((e) => !e.isRecurrenceException())) {
    for (const other of events) if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
    if (!event.isRecurring()) {
      if (event.component.getFirstPropertyValue("status") !== "CANCELLED") all.push(event.startDate.toJSDate().toISOString());
      continue;
    }
    const walk = event.iterator();
    for (let next, i = 0; i < howMany + 10 && (next = walk.next()); i++) {
      const found = event.getOccurrenceDetails(next);
      if (found.item.component.getFirstPropertyValue("status") !== "CANCELLED") all.push(found.startDate.toJSDate().toISOString());
    }
  }
  return all.sort().slice(0, howMany);
}

/** What ical.js forgives and others do not. */
function strict(ics) {
  if (!ics.endsWith("\r\n")) throw new Error("the last line does not end");
  if (/[^\r]\n/.test(ics)) throw new Error("a line ends without CR");
  for (const line of ics.split("\r\n")) if (Buffer.byteLength(line) > 75) throw new Error(`a line of ${Buffer.byteLength(line)} octets`);
  const names = new Set([...ics.matchAll(/^BEGIN:(.+)\r$/gm)].map((m) => m[1]));
  if (!names.has("VCALENDAR") || !names.has("VTIMEZONE") || !names.has("VEVENT")) throw new Error("a part is missing");
  const zones = new Set([...ics.matchAll(/^TZID:(.+)\r$/gm)].map((m) => m[1]));
  for (const [, used] of ics.matchAll(/;TZID=([^:;]+):/g)) if (!zones.has(used)) throw new Error(`no zone ${used}`);
  for (const event of ics.split("BEGIN:VEVENT").slice(1)) for (const needed of ["UID", "DTSTAMP", "DTSTART", "SEQUENCE"]) if (!new RegExp(`^${needed}[:;]`, "m").test(event)) throw new Error(`an event without ${needed}`);
}
