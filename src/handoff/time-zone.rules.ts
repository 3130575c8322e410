const minute = 60_000;
const day = 24 * 60 * minute;

/** What a clock on the wall shows in a time zone. Its times are written as if the wall hung in UTC: milliseconds since 1970. */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat;

  constructor(name: string) {
    this.format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** What the wall shows at an instant. */
  wallAt(instant: number): number {
    return instant + this.offsetAt(instant);
  }

  /** The date that the wall shows at an instant, in days since 1970. */
  dateAt(instant: number): number {
    return Math.floor(this.wallAt(instant) / day);
  }

  /** The first instant at which the wall shows a time or, where clocks are put forward over it, a later one. */
  beginOf(wall: number): number {
    return this.showing(wall).shown[0] ?? this.jumpOver(wall);
  }

  /** The end of the last minute in which the wall shows less than a time. */
  endOf(wall: number): number {
    const last = this.showing(wall - minute).shown.at(-1);
    return last === undefined ? this.jumpOver(wall - minute) : last + minute;
  }

  /** The instants at which the wall shows a time: one, two where clocks are put back, none between `early` and `late` where they are put forward. */
  private showing(wall: number): { early: number; late: number; shown: number[] } {
    // No wall is a day away from UTC, and no zone changes twice in two days.
    const offsets = [this.offsetAt(wall - day), this.offsetAt(wall + day)];
    const [early, late] = [wall - Math.max(...offsets), wall - Math.min(...offsets)];
    const instants = early === late ? [early] : [early, late];
    return { early, late, shown: instants.filter((instant) => this.wallAt(instant) === wall) };
  }

  /** The instant at which clocks are put forward over a time. */
  private jumpOver(wall: number): number {
    let { early, late } = this.showing(wall);
    const before = this.offsetAt(early);
    while (late - early > minute) {
      const middle = early + Math.ceil((late - early) / minute / 2) * minute;
      if (this.offsetAt(middle) === before) early = middle;
      else late = middle;
    }
    return late;
  }

  private offsetAt(instant: number): number {
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(this.format.format(instant)) ?? [];
    const distance = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * minute;
    return sign === '-' ? -distance : distance;
  }
}
