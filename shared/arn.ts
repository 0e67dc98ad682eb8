/** A parsed ARN: `arn:{partition}:{service}:{region}:{accountId}:{resource}`; the resource may hold colons and slashes. */
export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly accountId: string
  readonly resource: string
}

/** Parses an ARN, or null when the text has not the six parts. Source: AWS General Reference, "Amazon Resource Names". */
export function parseArn(text: string): Arn | null {
  const parts = text.split(':')
  if (parts.length < 6 || parts[0] !== 'arn') return null
  const [, partition, service, region, accountId, ...resource] = parts as [string, string, string, string, string, ...string[]]
  return { partition, service, region, accountId, resource: resource.join(':') }
}

/** The partition a region belongs to: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return 'aws'
}

export function secretArn(region: string, accountId: string, name: string, suffix: string): string {
  return `arn:${partitionOf(region)}:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`
}

export function keyArn(region: string, accountId: string, keyId: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:${accountId}:key/${keyId}`
}

export function aliasArn(region: string, accountId: string, aliasName: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:${accountId}:${aliasName}`
}

export function rootArn(region: string, accountId: string): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:root`
}

export function userArn(region: string, accountId: string, userName: string): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:user/${userName}`
}

export function groupArn(region: string, accountId: string, groupName: string): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:group/${groupName}`
}

export function roleArn(region: string, accountId: string, roleName: string): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:role/${roleName}`
}

export function sessionArn(region: string, accountId: string, roleName: string, sessionName: string): string {
  return `arn:${partitionOf(region)}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`
}

/** True for the twelve digits of an AWS account id. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text)
}

/** True for a region name such as `eu-central-1`. Source: the RegionType pattern of the Secrets Manager model. */
export function isRegionName(text: string): boolean {
  return /^([a-z]+-)+\d+$/.test(text) && text.length <= 128
}

/** The region names of AWS by partition. Source: `regionRegex` in the partitions file that AWS's SDKs share. */
const REGION_PATTERNS = [
  /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]{1,16}-\d{1,2}$/,
  /^cn-[a-z]{1,16}-\d{1,2}$/,
  /^us-gov-[a-z]{1,16}-\d{1,2}$/,
  /^(us-iso[a-z]?|eu-isoe|eusc-de)-[a-z]{1,16}-\d{1,2}$/,
]

/** True for the name of a region that AWS has or may have one day, such as `eu-central-1`; `mars-north-1` is none. */
export function isAwsRegion(text: string): boolean {
  return REGION_PATTERNS.some((pattern) => pattern.test(text))
}
