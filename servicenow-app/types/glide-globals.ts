import type * as glide from '@servicenow/glide';
import type * as webServices from '@servicenow/glide/sn_ws';

/** What server scripts find as globals, with the types of the release that the SDK was made for. */
declare global {
  const gs: typeof glide.gs;
  const GlideRecord: typeof glide.GlideRecord;
  const GlideDateTime: typeof glide.GlideDateTime;
  const GlideTableHierarchy: typeof glide.GlideTableHierarchy;
  /** The published types call its methods static; the documentation calls them on an instance. */
  const CertificateEncryption: new () => typeof glide.CertificateEncryption;
  const sn_ws: { RESTMessageV2: typeof webServices.RESTMessageV2 };
  // biome-ignore lint/suspicious/noExplicitAny: a class whose prototype is given to it afterwards has no type.
  const Class: { create(): any };
  /** The record of the rule that runs. */
  const current: glide.GlideRecord<'task'>;
}
