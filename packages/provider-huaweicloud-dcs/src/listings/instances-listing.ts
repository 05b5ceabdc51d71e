import { defined, type JsonObject, type Listing, type ListingColumn } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { readInstanceFacts } from '../checks/instance-facts.ts';
import { incomplete, type ListedInstance, readInstancePage } from './list-instances.ts';

const COLUMNS: readonly ListingColumn[] = [
  { name: 'id', type: 'text', description: 'Id of the instance.' },
  { name: 'name', type: 'text', description: 'Its name, which several instances may have.' },
  { name: 'status', type: 'text', description: 'Status, such as RUNNING.' },
  { name: 'engine', type: 'text', description: 'Engine, such as Redis.' },
  { name: 'engine_version', type: 'text', description: 'Version of the engine.' },
  { name: 'cache_mode', type: 'text', description: 'single, ha, cluster, proxy or ha_rw_split.' },
  { name: 'max_memory_mb', type: 'number', description: 'Memory in MB.' },
  { name: 'used_memory_mb', type: 'number', description: 'Memory in use, in MB.', isVolatile: true },
  { name: 'databases', type: 'number', description: 'Number of databases.' },
  { name: 'ip', type: 'text', description: 'Address in its VPC.' },
  { name: 'port', type: 'number', description: 'Port.' },
  { name: 'domain_name', type: 'text', description: 'Domain name in its VPC.' },
  { name: 'public_address', type: 'text', description: 'Public address, where there is one.' },
  { name: 'ssl', type: 'boolean', description: 'Whether SSL is on.' },
  { name: 'open', type: 'boolean', description: 'Whether it can be used without a password.' },
  { name: 'vpc_id', type: 'text', description: 'Id of its VPC.' },
  { name: 'subnet_id', type: 'text', description: 'Id of its subnet.' },
  { name: 'security_group_id', type: 'text', description: 'Id of its security group.' },
];

/** The instances of the project. */
export const instancesListing: Listing = {
  title: 'DCS instances',
  columns: COLUMNS,
  key: 'id',
  name: 'name',
  async readPage(_args, { read, cursor }) {
    const { instances, next } = await readInstancePage(read, cursor);
    return { rows: instances.map(rowOf), ...defined({ next }) };
  },
};

function rowOf(instance: ListedInstance): JsonObject {
  const id = textOf(instance.instance_id);
  if (id === undefined) throw incomplete('ListInstances', 'instance_id');
  const facts = readInstanceFacts(instance);
  return defined({
    id,
    name: textOf(instance.name) ?? id,
    status: textOf(instance.status),
    engine: textOf(instance.engine),
    engine_version: facts.version,
    cache_mode: facts.mode,
    max_memory_mb: facts.maxMemoryMb,
    used_memory_mb: facts.usedMemoryMb,
    databases: facts.databaseCount,
    ip: textOf(instance.ip),
    port: facts.port,
    domain_name: textOf(instance.domain_name),
    public_address: textOf(instance.publicip_address),
    ssl: typeof instance.enable_ssl === 'boolean' ? instance.enable_ssl : undefined,
    open: facts.isOpen,
    vpc_id: textOf(instance.vpc_id),
    subnet_id: textOf(instance.subnet_id),
    security_group_id: textOf(instance.security_group_id),
  });
}
