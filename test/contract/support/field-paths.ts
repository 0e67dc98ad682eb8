/** The members of an answer as paths, lists as `[]`, sorted: `Versions[].VersionId`. What varies from call to call is a map: its keys are `{}`. */
export function fieldPaths(value: unknown, maps: readonly string[] = ['VersionIdsToStages', 'SecretVersionsToStages']): string {
  return [...new Set(pathsOf(value, '', maps))].sort().join(' ')
}

function pathsOf(value: unknown, path: string, maps: readonly string[]): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [path] : value.flatMap((item) => (typeof item === 'object' ? pathsOf(item, `${path}[]`, maps) : [`${path}[]`]))
  if (typeof value !== 'object' || value === null) return [path]
  const isMap = maps.some((map) => path.endsWith(map))
  return Object.entries(value).flatMap(([name, member]) => pathsOf(member, isMap ? `${path}{}` : path === '' ? name : `${path}.${name}`, maps))
}
