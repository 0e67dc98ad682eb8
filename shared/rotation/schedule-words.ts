import type { CronDays, CronSchedule } from './cron.ts'
import type { Schedule } from './schedule.ts'

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const NTH = ['first', 'second', 'third', 'fourth', 'fifth']
const MOST_HOURS_LISTED = 6

/** A schedule in words for a person: `every 30 days, in the night from 00:00 UTC`. */
export function scheduleWords(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'days':
      return `every ${counted(schedule.days, 'day')}, ${schedule.durationHours === null ? 'in the night from 00:00 UTC' : fromTo(0, schedule.durationHours)}`
    case 'hours':
      return `every ${counted(schedule.hours, 'hour')}, on the hour, within ${schedule.durationHours ?? 1} h`
    case 'cron':
      return `${daysInWords(schedule.cron.days)}${monthsInWords(schedule.cron)}, ${hoursInWords(schedule.cron.hours, schedule.durationHours)}`
  }
}

function hoursInWords(hours: readonly number[], durationHours: number | null): string {
  const [first = 0] = hours
  if (hours.length === 1) return durationHours === null ? `from ${clock(first)} UTC to the end of the day` : fromTo(first, durationHours)
  const within = `within ${durationHours ?? 1} h`
  if (hours.length <= MOST_HOURS_LISTED) return `at ${listed(hours.map(clock))} UTC, ${within}`
  return `at ${hours.length} hours of the day, ${within}`
}

function daysInWords(days: CronDays): string {
  switch (days.kind) {
    case 'of-month': {
      if (days.days.length === 31) return 'every day'
      const named = [...days.days.map(ordinal), ...(days.isLast ? ['last day'] : [])]
      return `on the ${listed(named)} of the month`
    }
    case 'of-week':
      return days.weekdays.length === 7 ? 'every day' : `every ${listed(days.weekdays.map(weekday))}`
    case 'nth':
      return `on the ${NTH[days.nth - 1]} ${weekday(days.weekday)} of the month`
    case 'last':
      return `on the last ${weekday(days.weekday)} of the month`
  }
}

function monthsInWords({ months }: CronSchedule): string {
  return months.length === 12 ? '' : ` in ${listed(months.map((month) => MONTHS[month - 1] ?? ''))}`
}

function weekday(number: number): string {
  return WEEKDAYS[number - 1] ?? ''
}

function fromTo(startHour: number, durationHours: number): string {
  const end = startHour + durationHours
  return `between ${clock(startHour)} and ${clock(end)} UTC`
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

function counted(count: number, unit: string): string {
  return count === 1 ? unit : `${count} ${unit}s`
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${ending}`
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
