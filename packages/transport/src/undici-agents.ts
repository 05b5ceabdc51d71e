// What is used of undici. Loaded with the first connection; a bundler finds the names of a static import alone.
export { Agent, EnvHttpProxyAgent } from 'undici';
