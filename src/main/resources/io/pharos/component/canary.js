// Calls what users call, and fails when one of them is not answered with 200. It needs nothing but
// Node.js, so that it runs on every runtime of CloudWatch Synthetics for it.
const client = { 'http:': require('http'), 'https:': require('https') };

const TIMEOUT_MILLISECONDS = 10000;

function call(target) {
  return new Promise((resolve, reject) => {
    const request = client[new URL(target).protocol].get(
      target,
      // A connection of its own, after a look-up of its own: users may have been led elsewhere.
      { agent: false, timeout: TIMEOUT_MILLISECONDS, headers: { 'User-Agent': 'pharos-canary' } },
      response => {
        response.resume();
        response.on('error', reject);
        response.on('end', () => {
          console.log(`${target} answers ${response.statusCode}`);
          if (response.statusCode === 200) {
            resolve();
          } else {
            reject(new Error(`${target} answers ${response.statusCode}`));
          }
        });
      });
    request.on('timeout', () =>
      request.destroy(new Error(`${target} does not answer within ${TIMEOUT_MILLISECONDS} ms`)));
    request.on('error', reject);
  });
}

exports.handler = async () => {
  for (const target of JSON.parse(process.env.TARGETS)) {
    await call(target);
  }
  return 'users are served';
};
