// Warm Lambda environments of one module: an event a line comes in, a result goes out on the file that RESULTS numbers.
const fs = require('fs');
const path = process.argv[2];
const tell = (answer) => fs.writeSync(Number(process.env.RESULTS), JSON.stringify(answer) + '\n');
console.log = () => {}; // its application log level is FATAL as deployed

// Each environment has clients of its own, and so a retry budget of its own; SHARED has all use those of one, warm for good.
const fresh = () => {
  for (const name of Object.keys(require.cache)) {
    if (name.startsWith(require('path').dirname(path))) delete require.cache[name];
  }
  return require(path);
};
const idle = [fresh()];
tell({ id: null });

const lines = require('readline').createInterface({ input: process.stdin });
lines.on('close', () => process.exit()); // its parent is gone, and retries of what it began need not outlive it
lines.on('line', async (line) => {
  const { id, fn, event } = JSON.parse(line);
  const handlers = process.env.SHARED ? idle[0] : (idle.pop() ?? fresh());
  let answer;
  try {
    answer = { id, payload: (await handlers[fn](event)) ?? null };
  } catch (e) {
    answer = { id, error: { errorType: e.name, errorMessage: e.message, trace: (e.stack ?? '').split('\n') } };
  }
  if (!process.env.SHARED) idle.push(handlers);
  tell(answer);
});
