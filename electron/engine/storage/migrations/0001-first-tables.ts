/**
 * sealed_row: one row of any table, sealed whole; row_key is keyed from table and id, so that no name shows.
 * value_row: wrapped data key and ciphertext of one value; the index answers unlock and delete-by-owner by itself.
 */
export const firstTables = `
CREATE TABLE vault_header (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  header BLOB NOT NULL
) STRICT;
CREATE TABLE store_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch INTEGER NOT NULL,
  state_mac BLOB NOT NULL
) STRICT;
CREATE TABLE sealed_row (
  table_name TEXT NOT NULL,
  row_key BLOB NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (table_name, row_key)
) STRICT;
CREATE TABLE value_row (
  value_key BLOB NOT NULL PRIMARY KEY,
  owner_key BLOB NOT NULL,
  digest BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  ciphertext BLOB NOT NULL
) STRICT;
CREATE INDEX value_row_by_owner ON value_row (owner_key, value_key, digest);
`
