export { provider as archiveOffice } from './archive-office.ts';
