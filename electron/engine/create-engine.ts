import { ServiceError } from '../../shared/errors.ts'
import { KeyIdentities } from './access/key-identities.ts'
import type { Caller } from './caller.ts'
import { EngineEvents } from './engine-events.ts'
import type { Engine, Refusal } from './engine.ts'
import { FileVaultKeeper, type KeeperDefaults } from './file-vault-keeper.ts'
import type { Host } from './host.ts'
import { keyDueAtMs } from './kms/due-keys.ts'
import type { KeyRecord } from './kms/key-record.ts'
import type { OpenVault } from './open-vault.ts'
import { runCall } from './pipeline.ts'
import { Deliverer } from './replication/deliverer.ts'
import { Rotations } from './rotation/rotations.ts'
import { Scheduler } from './scheduler.ts'

/** Builds the engine of one data folder. Nothing is opened before the first call. */
export function createEngine(host: Host, defaults: KeeperDefaults): Engine {
  const events = new EngineEvents(host)
  const identities = new KeyIdentities()
  let scheduler: Scheduler | null = null
  let deliverer: Deliverer | null = null
  let rotations: Rotations | null = null
  const keeper = new FileVaultKeeper(host, defaults, {
    opened(vault) {
      events.watch(vault)
      const rotating = new Rotations({ host, vault, execute, emit: (event) => events.emit(event), changed: () => scheduler?.plan() })
      rotations = rotating
      const opened = new Scheduler(host, vault, rotating)
      scheduler = opened
      vault.regionKeeper.onOpen((region) => {
        const { secrets, keys } = region
        rotating.watch(region)
        secrets.rows.onChange(({ before, after }) => {
          if (before?.deletedAtMs !== after?.deletedAtMs) opened.plan()
        })
        keys.keys.onChange(({ before, after }) => {
          if (dueMoment(before) !== dueMoment(after)) opened.plan()
        })
        opened.plan()
      })
      deliverer = new Deliverer(host, vault)
    },
    closing(vault) {
      deliverer?.close()
      deliverer = null
      rotations?.close()
      rotations = null
      vault.heldReads.close()
      scheduler?.close()
      scheduler = null
      events.stop()
    },
    changed: () => events.emit({ type: 'vault-state' }),
  })

  /** Only now, since a door calls when the key is proven: an attempt with a wrong signature is no use of it. */
  const noteKeyUse = (accessKeyId: string | undefined): void => {
    const access = keeper.vault()?.access
    if (access === undefined || accessKeyId === undefined || access.accessKeys.get(accessKeyId) === null) return
    access.pendingUses.set(accessKeyId, host.clock.nowMs())
    scheduler?.noteKeyUses()
  }

  async function execute(caller: Caller, operation: string, input: unknown): Promise<unknown> {
    noteKeyUse(caller.accessKeyId)
    try {
      return await runCall({ host, keeper }, caller, operation, input)
    } catch (thrown) {
      throw ServiceError.from(thrown)
    } finally {
      const vault = keeper.vault()
      if (vault !== null) {
        if (vault.regions.get(caller.region)?.accessDates.hasPending === true) scheduler?.noteReads()
        events.activity(vault)
      }
    }
  }

  return {
    execute,
    status() {
      const vault = keeper.vault()
      return {
        state: keeper.state(),
        regions: vault === null ? [] : [...vault.regions.keys()],
        homeRegion: vault?.homeRegion ?? defaults.region,
        defaultAccountId: vault?.defaultAccountId ?? defaults.accountId,
      }
    },
    findAccessKey(accessKeyId) {
      const vault = keeper.vault()
      return vault === null ? null : identities.find(vault, accessKeyId)
    },
    recordRefusal(refusal) {
      const vault = keeper.vault()
      if (vault !== null) recordRefusal(host, vault, refusal, events)
    },
    onEvent: (listener) => events.listen(listener),
    close: () => keeper.seal(),
  }
}

function dueMoment(key: KeyRecord | null): number | null {
  return key === null ? null : keyDueAtMs(key)
}

function recordRefusal(host: Host, vault: OpenVault, refusal: Refusal, events: EngineEvents): void {
  vault.audit
    .append({
      id: host.random.uuid(),
      timeMs: host.clock.nowMs(),
      door: 'endpoint',
      principalArn: 'unknown',
      accountId: '',
      operation: refusal.operation,
      resources: [],
      region: refusal.region,
      requestId: refusal.requestId,
      outcome: 'refused',
      errorCode: refusal.errorCode,
      durationMicros: 0,
      phase: 'result',
      ...(refusal.accessKeyId === undefined ? {} : { accessKeyId: refusal.accessKeyId }),
      ...(refusal.sourceIp === undefined ? {} : { sourceIp: refusal.sourceIp }),
    })
    .then(
      () => events.activity(vault),
      () => host.log.warn('A refused request could not be put on record', { requestId: refusal.requestId }),
    )
}
