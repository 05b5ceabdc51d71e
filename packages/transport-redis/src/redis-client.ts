// What is used of ioredis. Loaded with the first connection; a bundler finds the names of a static import alone.
export { Command, Redis } from 'ioredis';
