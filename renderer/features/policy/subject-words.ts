import { resourceLabel } from '../../../shared/activity-words.ts'
import type { PolicySubject } from '../../store/policies.ts'

/** What to call a policy: the title of its editor. */
export function subjectTitle(subject: PolicySubject): string {
  switch (subject.type) {
    case 'secret':
      return `Policy of ${resourceLabel(subject.arn)}`
    case 'key':
      return 'Key policy'
    case 'trust':
      return `Who may assume the role ${subject.name}`
    case 'user-boundary':
    case 'role-boundary':
      return `Permissions boundary of ${subject.name}`
    default:
      return `Policy ${subject.policyName} of ${subject.name}`
  }
}

/** What the policy decides, in a sentence. */
export function subjectMeaning(subject: PolicySubject): string {
  switch (subject.type) {
    case 'secret':
      return 'Who may do what with this secret, beside what their own policies say.'
    case 'key':
      return 'Who may use and manage the key: the second yes that reading its secrets takes.'
    case 'trust':
      return 'The trust policy: who gets temporary credentials of the role.'
    case 'user-boundary':
    case 'role-boundary':
      return 'The most that its own policies can allow.'
    case 'group':
      return `What every user of the group ${subject.name} may do.`
    default:
      return `What the ${subject.type} ${subject.name} may do.`
  }
}
