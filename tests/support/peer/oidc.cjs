// A provider of single sign-on (npm oidc-provider), one person for each name that is typed at its log-in.
// Arguments: JSON {port, client, secret, redirect, people: {name: {email, email_verified}}}.
const http = require("node:http");
const { generateKeyPairSync } = require("node:crypto");

async function main() {
  const { Provider } = await import("oidc-provider");
  const options = JSON.parse(process.argv[2]);
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  const provider = new Provider(`http://127.0.0.1:${options.port}`, {
    clients: [
      {
        client_id: options.client,
        client_secret: options.secret,
        redirect_uris: [options.redirect],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    conformIdTokenClaims: options.inUserinfo !== false,
    cookies: { keys: ["a key of a test"] },
    features: { devInteractions: { enabled: true } },
    jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: "test" }] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...options.people[id] }) }),
  });
  http.createServer(provider.callback()).listen(options.port, "127.0.0.1", () => console.log(`{"ready": true}`));
}

main();
