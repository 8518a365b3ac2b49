/** What a request needs to know of the credential it travels with. */
export interface Credential {
  /** Headers that prove who we are; may fetch a token first. Throws `ServiceNowError` if that fails. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** ServiceNow answered 401 to a request with these headers. True if other headers can be had, so that asking again makes sense. */
  onUnauthorized(used: Readonly<Record<string, string>>): Promise<boolean>;
}
