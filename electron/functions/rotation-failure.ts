/**
 * Why a step of a built-in function failed. `errorType` is the class that AWS's own functions raise (`ValueError`, `KeyError`),
 * the message AWS's words where it has some. The message holds no secret.
 */
export class RotationFailure extends Error {
  override readonly name = 'RotationFailure'
  readonly errorType: string

  constructor(errorType: string, message: string) {
    super(message)
    this.errorType = errorType
  }
}

/** What AWS's functions raise as a ValueError. */
export function valueError(message: string): RotationFailure {
  return new RotationFailure('ValueError', message)
}

/** What AWS's functions raise as a KeyError. */
export function keyError(message: string): RotationFailure {
  return new RotationFailure('KeyError', message)
}
