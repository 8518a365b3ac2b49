new SlaBridgeOutbox().tidy();
