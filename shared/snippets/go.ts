import { doubleQuoted } from './quoting.ts'
import type { SnippetFacts } from './snippet.ts'
import { exampleKey } from './snippet.ts'

/** Reads the secret with the AWS SDK for Go v2, as a whole program. Credentials come from the environment. */
export function goSnippet(facts: SnippetFacts): string {
  const key = exampleKey(facts)
  const isJson = facts.isBinary !== true && key !== null
  const use =
    facts.isBinary === true
      ? ['\tlog.Printf("%d bytes", len(answer.SecretBinary))']
      : isJson
        ? [
            '\tvar secret map[string]any',
            '\tif err := json.Unmarshal([]byte(*answer.SecretString), &secret); err != nil {',
            '\t\tlog.Fatal(err)',
            '\t}',
            `\tvalue := secret[${doubleQuoted(key)}]`,
            '\t_ = value',
          ]
        : ['\tvalue := *answer.SecretString', '\t_ = value']
  return [
    '// go get github.com/aws/aws-sdk-go-v2/config github.com/aws/aws-sdk-go-v2/service/secretsmanager',
    'package main',
    '',
    'import (',
    '\t"context"',
    ...(isJson ? ['\t"encoding/json"'] : []),
    '\t"log"',
    '',
    '\t"github.com/aws/aws-sdk-go-v2/aws"',
    '\t"github.com/aws/aws-sdk-go-v2/config"',
    '\t"github.com/aws/aws-sdk-go-v2/service/secretsmanager"',
    ')',
    '',
    'func main() {',
    '\tctx := context.Background()',
    `\tcfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(${doubleQuoted(facts.region)}))`,
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    '\tclient := secretsmanager.NewFromConfig(cfg, func(options *secretsmanager.Options) {',
    `\t\toptions.BaseEndpoint = aws.String(${doubleQuoted(facts.endpointUrl)}) // leave out for AWS`,
    '\t})',
    '\tanswer, err := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{',
    `\t\tSecretId: aws.String(${doubleQuoted(facts.name)}),`,
    '\t})',
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    ...use,
    '}',
  ].join('\n')
}
