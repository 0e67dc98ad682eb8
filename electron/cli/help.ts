export const HELP = `coffer: a secrets workbench on your own machine, spoken to like AWS Secrets Manager

  coffer serve --vault DIR [--port N] [--region R] [--account A] [--passphrase-file F] [--no-auth]
      Opens the vault without a window and serves the AWS endpoint on 127.0.0.1 (port 7345 unless given; 0 picks a free
      one). An empty DIR becomes a new vault. It is unlocked by COFFER_PASSPHRASE or --passphrase-file, else by the
      operating system's keychain. One line of JSON says when it is ready. --no-auth takes any credentials: for
      throw-away vaults only.
  coffer get NAME [--key KEY] [--version-id ID] [--version-stage LABEL] [--json]
      Prints a secret's value, or one key of its JSON.
  coffer put NAME [--file F] [--description TEXT] [--kms-key-id KEY] [--binary] [--json]
      Writes a value from a file or from standard input; never from an argument, which others could see.
  coffer list [PREFIX] [--json]
      Lists secrets whose names begin with PREFIX.
  coffer doctor [--json]
      Looks for what could keep Coffer from working, and says what to do.

Options for all but serve: --vault DIR (else COFFER_VAULT, else the app's own vault), --account A, --region R.
--json prints AWS's response shapes. They speak to the Coffer that has the vault open, app or serve.`
