/**
 * What an administrator has set in the properties of this application. Whatever is missing or out of range is replaced
 * by a value that works, so that a slip of the hand stops nothing.
 */
var SlaBridgeSettings = Class.create();

SlaBridgeSettings.prototype = {
  initialize() {},

  /** Whether changes are announced: switched on, and there is somewhere to send them. */
  isActive() {
    return this._text('active') === 'true' && this.endpoint() !== '';
  },

  endpoint() {
    return this._text('endpoint');
  },

  /**
   * The secrets that sign, as base64 keys without their `whsec_`: the one in use, and during a rotation the next one
   * as well. A value that is no such secret (or one that the instance did not decrypt) is left out.
   */
  signingKeys() {
    return ['secret', 'secret_next']
      .map((name) => /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/.exec(this._text(name)))
      .filter((match) => match !== null)
      .map((match) => match[1]);
  },

  timeoutMs() {
    return this._number('timeout_seconds', 10, 1, 30) * 1000;
  },

  /** User name whose own changes are not announced; empty: everybody's are. */
  ignoredUser() {
    return this._text('ignored_user');
  },

  /** So often a delivery that the receiver refuses is tried before it is given up. */
  maxAttempts() {
    return this._number('max_attempts', 10, 1, 100);
  },

  /** Notifications that could not be delivered for so long are given up: their records have been polled long since. */
  giveUpDays() {
    return this._number('give_up_days', 7, 1, 90);
  },

  keepDeliveredDays() {
    return this._number('keep_delivered_days', 2, 1, 90);
  },

  keepDeadDays() {
    return this._number('keep_dead_days', 30, 1, 365);
  },

  /** The fields of a table that matter to the SLA; none for a table that is not announced. */
  fieldsOf(table) {
    return this._text(`fields.${table}`)
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  },

  _text(name) {
    return String(gs.getProperty(`x_slab_bridge.${name}`, '') || '').trim();
  },

  _number(name, fallback, least, most) {
    const text = this._text(name);
    const value = /^\d+$/.test(text) ? Number(text) : fallback;
    return Math.min(most, Math.max(least, value));
  },

  type: 'SlaBridgeSettings',
};
