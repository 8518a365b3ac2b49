/** The notifications that wait to be sent, one row each: which changes become one, and which are due. */
var SlaBridgeOutbox = Class.create();

SlaBridgeOutbox.TABLE = 'x_slab_bridge_outbox';

/** A new row belongs to the rule that sends it at once; after this the scheduled job takes care of it. */
SlaBridgeOutbox.FIRST_CHANCE_SECONDS = 30;

SlaBridgeOutbox.prototype = {
  initialize() {
    this.settings = new SlaBridgeSettings();
  },

  /**
   * Whether a change is to be announced. This is the condition of the rules on task tables and not part of their
   * script, because an asynchronous rule knows only in its condition what has changed.
   */
  concerns(current) {
    if (!this.settings.isActive() || this._tableOf(current) === null) return false;
    const ignoredUser = this.settings.ignoredUser();
    if (ignoredUser !== '' && gs.getUserName() === ignoredUser) return false;
    if (current.operation() !== 'update') return true;
    return this.settings
      .fieldsOf(this._tableOf(current))
      .some((name) => current.isValidField(name) && current.getElement(name).changes());
  },

  /** Adds the notification of a change. It is written by whatever transaction writes the change. */
  add(current) {
    const row = new GlideRecord(SlaBridgeOutbox.TABLE);
    row.initialize();
    row.setValue('source_table', this._tableOf(current));
    row.setValue('source_id', current.getUniqueValue());
    row.setValue('operation', current.operation());
    row.setValue('source_mod_count', current.getValue('sys_mod_count'));
    row.setValue('source_updated_on', current.getValue('sys_updated_on'));
    row.setValue('state', 'pending');
    row.setValue('attempts', 0);
    row.setValue('next_attempt_at', this._secondsFromNow(SlaBridgeOutbox.FIRST_CHANCE_SECONDS));
    row.insert();
  },

  /** The ids of rows that are due, oldest first, so that the one that found the receiver missing is asked again first. */
  dueIds(limit) {
    const row = this._pending();
    row.addQuery('next_attempt_at', '<=', this._secondsFromNow(0));
    row.orderBy('sys_created_on');
    row.setLimit(limit);
    row.query();
    const ids = [];
    while (row.next()) ids.push(row.getUniqueValue());
    return ids;
  },

  /** Whether the receiver could not be reached, and has not been since. */
  isReceiverMissing() {
    const row = this._unanswered();
    row.query();
    return row.hasNext();
  },

  /** Whether the receiver, being missing, is to be left alone for now. */
  isResting() {
    const row = this._unanswered();
    row.addQuery('next_attempt_at', '>', this._secondsFromNow(0));
    row.query();
    return row.hasNext();
  },

  /**
   * Takes a pending row for one attempt; null if there is no such row. The attempt is written down before it is made:
   * if the node dies meanwhile, the row is due again after `leaseSeconds`, and the receiver recognises a repetition.
   */
  take(id, leaseSeconds) {
    const row = new GlideRecord(SlaBridgeOutbox.TABLE);
    if (!row.get(id) || row.getValue('state') !== 'pending') return null;
    row.setValue('attempts', Number(row.getValue('attempts')) + 1);
    row.setValue('next_attempt_at', this._secondsFromNow(leaseSeconds));
    row.update();
    return row;
  },

  markDelivered(row, answer) {
    row.setValue('state', 'delivered');
    row.setValue('delivered_at', this._secondsFromNow(0));
    this._noteAnswer(row, answer);
  },

  /** The row stays; `secondsToWait` from now it is due again. */
  postpone(row, answer, secondsToWait) {
    row.setValue('next_attempt_at', this._secondsFromNow(secondsToWait));
    this._noteAnswer(row, answer);
  },

  markDead(row, answer) {
    row.setValue('state', 'dead');
    this._noteAnswer(row, answer);
  },

  /** Gives up what has waited for too long, and removes what nobody will look up any more. */
  tidy() {
    const late = this._olderThan('pending', this.settings.giveUpDays());
    late.setValue('state', 'dead');
    late.setValue('last_error', 'It could not be delivered for so long that polling has overtaken it.');
    late.updateMultiple();
    this._olderThan('delivered', this.settings.keepDeliveredDays()).deleteMultiple();
    this._olderThan('dead', this.settings.keepDeadDays()).deleteMultiple();
  },

  /** The announced table that the record belongs to: a table that extends an announced one counts as that. */
  _tableOf(current) {
    const tables = new GlideTableHierarchy(current.getRecordClassName()).getTables();
    for (let index = 0; index < tables.length; index += 1) {
      const table = String(tables[index]);
      if (this.settings.fieldsOf(table).length > 0) return table;
    }
    return null;
  },

  _pending() {
    const row = new GlideRecord(SlaBridgeOutbox.TABLE);
    row.addQuery('state', 'pending');
    return row;
  },

  _unanswered() {
    const row = this._pending();
    row.addQuery('last_outcome', 'unreachable');
    row.setLimit(1);
    return row;
  },

  _olderThan(state, days) {
    const row = new GlideRecord(SlaBridgeOutbox.TABLE);
    row.addQuery('state', state);
    row.addQuery('sys_created_on', '<', this._secondsFromNow(-days * 86400));
    return row;
  },

  _noteAnswer(row, answer) {
    row.setValue('last_outcome', answer.outcome);
    row.setValue('last_status', answer.status);
    row.setValue('last_error', answer.error.slice(0, 255));
    row.update();
  },

  /** UTC, as fields hold it. */
  _secondsFromNow(seconds) {
    const at = new GlideDateTime();
    at.addSeconds(seconds);
    return at.getValue();
  },

  type: 'SlaBridgeOutbox',
};
