import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeSecrets, type SecretSort, sortSecrets } from '../../../renderer/store/sort-secrets.ts'
import type { SecretSummary } from '../../../renderer/store/state.ts'
import { summaryNumber } from '../support/search-bench.ts'

const label = (kmsKeyId: string | undefined) => kmsKeyId ?? 'aws/sm'
const sort: fc.Arbitrary<SecretSort> = fc.record({ column: fc.constantFrom('name', 'key', 'changed', 'rotates'), descending: fc.boolean() })
const secret: fc.Arbitrary<SecretSummary> = fc
  .record({ id: fc.nat(30), name: fc.constantFrom('a', 'B', 'b', 'c/d'), changed: fc.nat(3), key: fc.constantFrom(undefined, 'k1', 'k2'), rotates: fc.constantFrom(undefined, 1, 2) })
  .map((one) => ({ ...summaryNumber(0), ARN: `arn:${one.id}`, Name: one.name, LastChangedDate: one.changed, KmsKeyId: one.key, NextRotationDate: one.rotates }))

test('placing changed secrets gives the order that sorting all of them gives', () => {
  fc.assert(
    fc.property(sort, fc.array(secret), fc.array(secret), fc.array(fc.nat(30)), (by, before, written, deletedIds) => {
      const summaries = new Map(before.map((one) => [one.ARN, one]))
      const order = sortSecrets(summaries.values(), by, label)
      for (const one of written) summaries.set(one.ARN, one)
      const deleted = deletedIds.map((id) => `arn:${id}`)
      for (const arn of deleted) summaries.delete(arn)
      const changed = new Set([...written.map((one) => one.ARN), ...deleted])
      const present = [...changed].flatMap((arn) => summaries.get(arn) ?? [])
      expect(placeSecrets(order, changed, present, summaries, by, label)).toEqual(sortSecrets(summaries.values(), by, label))
    }),
  )
})

test('secrets that never rotate come after those that do', () => {
  const secrets = [3, undefined, 1].map((next, index) => ({ ...summaryNumber(index), NextRotationDate: next }))
  expect(sortSecrets(secrets, { column: 'rotates', descending: false }, label)).toEqual([secrets[2]?.ARN, secrets[0]?.ARN, secrets[1]?.ARN])
})
