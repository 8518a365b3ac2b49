(function executeRule(current) {
  new SlaBridgeOutbox().add(current);
})(current);
