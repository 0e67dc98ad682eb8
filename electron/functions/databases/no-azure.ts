/** Stands where the driver of SQL Server would load Azure's ways to sign in, of which none is used: only the build puts it there. */
class NotBundled {
  constructor() {
    throw new Error('Coffer logs in to SQL Server by name and password alone; Azure sign-in is not part of it.')
  }
}

export { NotBundled as ClientSecretCredential, NotBundled as DefaultAzureCredential, NotBundled as ManagedIdentityCredential, NotBundled as UsernamePasswordCredential, NotBundled as CryptographyClient, NotBundled as KeyClient }

/** Whether a credential is one of Azure's tokens; none is. */
export function isTokenCredential(): boolean {
  return false
}
