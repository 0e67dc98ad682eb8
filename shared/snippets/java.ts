import { doubleQuoted } from './quoting.ts'
import type { SnippetFacts } from './snippet.ts'

/** Reads the secret with the AWS SDK for Java 2, as a whole class. Credentials come from the environment. */
export function javaSnippet(facts: SnippetFacts): string {
  const use = facts.isBinary === true ? 'byte[] value = answer.secretBinary().asByteArray();' : 'String value = answer.secretString();'
  return [
    '// Maven: software.amazon.awssdk:secretsmanager',
    'import java.net.URI;',
    'import software.amazon.awssdk.regions.Region;',
    'import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;',
    '',
    'public class ReadSecret {',
    '    public static void main(String[] args) {',
    '        try (SecretsManagerClient client = SecretsManagerClient.builder()',
    `                .region(Region.of(${doubleQuoted(facts.region)}))`,
    `                .endpointOverride(URI.create(${doubleQuoted(facts.endpointUrl)})) // leave out for AWS`,
    '                .build()) {',
    `            var answer = client.getSecretValue(request -> request.secretId(${doubleQuoted(facts.name)}));`,
    `            ${use}`,
    '        }',
    '    }',
    '}',
  ].join('\n')
}
