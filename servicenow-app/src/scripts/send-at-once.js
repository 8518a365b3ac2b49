(function executeRule(current) {
  new SlaBridgeDrain().sendNow(current);
})(current);
