#!/usr/bin/env node
// Runs before anything is imported: the database driver crashes without a word on an older Node.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `Mùa needs Node 22.12 or newer, and this is Node ${process.versions.node}: run "npm install" once, then use npm scripts ("npm start", "npm test", "npm run mua -- <command>"), which run on the Node that comes with it.\n`,
  )
  process.exit(1)
}
if (process.argv[2] !== '--check-node') {
  const { fileURLToPath } = await import('node:url')
  const { register } = await import('tsx/esm/api')
  // Named, for else the settings of the folder it is started from would say what a page's JSX becomes.
  register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) })
  const { main } = await import('../src/main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
