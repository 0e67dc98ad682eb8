/** One request of AWS's signing test suite. Header values and targets have one character a byte, as on the wire. */
export interface SuiteCase {
  readonly method: 'GET' | 'POST'
  readonly target: string
  /** On top of host and x-amz-date; a name may come twice. */
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string
  /** The published signature, where it is known for certain; the others are held against the SDK's signer alone. */
  readonly signature?: string
  /** Signed with a session token in the signed headers. */
  readonly sessionToken?: string
}

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
const UNRESERVED = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const VANILLA = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'
const POST_VANILLA = '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'
const POST_QUERY = '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11'
const TOKEN = 'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=='

/** The shapes of the official suite (host example.amazonaws.com, 20150830T123600Z, us-east-1, `service`). */
export const SUITE_CASES: Readonly<Record<string, SuiteCase>> = {
  'get-vanilla': { method: 'GET', target: '/', signature: VANILLA },
  'get-vanilla-query': { method: 'GET', target: '/?', signature: VANILLA },
  'get-vanilla-empty-query-key': { method: 'GET', target: '/?Param1=value1', signature: 'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb' },
  'get-vanilla-query-order-key': { method: 'GET', target: '/?Param1=value2&Param1=Value1' },
  'get-vanilla-query-order-key-case': { method: 'GET', target: '/?Param2=value2&Param1=value1', signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500' },
  'get-vanilla-query-order-value': { method: 'GET', target: '/?Param1=value2&Param1=value1' },
  'get-vanilla-query-order-encoded': { method: 'GET', target: `/?Param-3=Value3&Param=Value2&${bytes('%E1%88%B4')}=Value1` },
  'get-vanilla-query-unreserved': { method: 'GET', target: `/?${UNRESERVED}=${UNRESERVED}`, signature: '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197' },
  'get-vanilla-utf8-query': { method: 'GET', target: bytes('/?ሴ=bar'), signature: '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04' },
  'get-vanilla-utf8-query-encoded': { method: 'GET', target: '/?%E1%88%B4=bar', signature: '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04' },
  'get-vanilla-query-without-value': { method: 'GET', target: '/?Param1' },
  'get-vanilla-with-session-token': { method: 'GET', target: '/', sessionToken: TOKEN },
  'get-unreserved': { method: 'GET', target: `/${UNRESERVED}`, signature: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f' },
  'get-utf8': { method: 'GET', target: bytes('/ሴ'), signature: '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85' },
  'get-header-key-duplicate': { method: 'GET', target: '/', headers: [['My-Header1', 'value2'], ['My-Header1', 'value2'], ['My-Header1', 'value1']], signature: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea' },
  'get-header-value-order': { method: 'GET', target: '/', headers: [['My-Header1', 'value4'], ['My-Header1', 'value1'], ['My-Header1', 'value3'], ['My-Header1', 'value2']], signature: '08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01' },
  'get-header-value-trim': { method: 'GET', target: '/', headers: [['My-Header1', ' value1'], ['My-Header2', ' "a   b   c"']], signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736' },
  'get-header-value-inner-tab': { method: 'GET', target: '/', headers: [['My-Header1', 'a \t b']] },
  'get-header-value-empty': { method: 'GET', target: '/', headers: [['My-Header1', '']] },
  'normalize-path/get-relative': { method: 'GET', target: '/example/..', signature: VANILLA },
  'normalize-path/get-relative-relative': { method: 'GET', target: '/example1/example2/../..', signature: VANILLA },
  'normalize-path/get-slash': { method: 'GET', target: '//', signature: VANILLA },
  'normalize-path/get-slash-dot-slash': { method: 'GET', target: '/./', signature: VANILLA },
  'normalize-path/get-slash-pointless-dot': { method: 'GET', target: '/./example', signature: 'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5' },
  'normalize-path/get-slashes': { method: 'GET', target: '//example//', signature: '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84' },
  'normalize-path/get-space': { method: 'GET', target: '/example space/', signature: '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741' },
  'normalize-path/get-space-encoded': { method: 'GET', target: '/example%20space/' },
  'double-url-encode': { method: 'GET', target: '/example%2520space/' },
  'post-vanilla': { method: 'POST', target: '/', signature: POST_VANILLA },
  'post-vanilla-query': { method: 'POST', target: '/?Param1=value1', signature: POST_QUERY },
  'post-vanilla-empty-query-value': { method: 'POST', target: '/?Param1=value1', signature: POST_QUERY },
  'post-header-key-case': { method: 'POST', target: '/', signature: POST_VANILLA },
  'post-header-key-sort': { method: 'POST', target: '/', headers: [['My-Header1', 'value1']], signature: 'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c' },
  'post-header-value-case': { method: 'POST', target: '/', headers: [['My-Header1', 'VALUE1']], signature: 'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d' },
  'post-sts-token/post-sts-header-before': { method: 'POST', target: '/', sessionToken: TOKEN, signature: '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead' },
  'post-x-www-form-urlencoded': { method: 'POST', target: '/', headers: [['Content-Type', 'application/x-www-form-urlencoded']], body: 'Param1=value1' },
  'post-x-www-form-urlencoded-parameters': { method: 'POST', target: '/', headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=utf8']], body: 'Param1=value1' },
  'post-json-body': { method: 'POST', target: '/', headers: [['Content-Type', 'application/x-amz-json-1.1'], ['X-Amz-Target', 'secretsmanager.GetSecretValue']], body: '{"SecretId":"ሴ"}' },
}
