export { archiveStand as archiveOffice } from './stand.ts';
