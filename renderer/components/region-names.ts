import { REGION_PLACES } from '../../shared/region-places.ts'

/** Where a region lies in the world, or '' for one that is not known here. */
export function regionPlace(region: string): string {
  return REGION_PLACES[region] ?? ''
}

function partition(region: string): string {
  return region.startsWith('cn-') ? 'cn' : region.startsWith('us-gov-') ? 'us-gov' : 'aws'
}

/** The known regions that a vault of this home region can have: those of its partition. */
export function regionsLike(homeRegion: string): readonly string[] {
  return Object.keys(REGION_PLACES).filter((region) => partition(region) === partition(homeRegion))
}
