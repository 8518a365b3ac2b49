import '@servicenow/sdk/global'

declare global {
    namespace Now {
        namespace Internal {
            interface Keys extends KeysRegistry {
                explicit: {
                    'acl-account-read': {
                        table: 'sys_security_acl'
                        id: 'fa24cd3ee46849af90b2acc4e5121a5c'
                    }
                    'acl-case-read': {
                        table: 'sys_security_acl'
                        id: 'fcdf3ff717124a258c3ff889b5c30672'
                    }
                    'acl-case-write': {
                        table: 'sys_security_acl'
                        id: '9116009abb3643d8a8acbf37b25637a7'
                    }
                    'acl-contract-read': {
                        table: 'sys_security_acl'
                        id: '43a751b4ed844aaca6c10862881bc149'
                    }
                    'acl-contract-sla-read': {
                        table: 'sys_security_acl'
                        id: 'f1f40e2e06524e4ab8758664548231c4'
                    }
                    'acl-group-read': {
                        table: 'sys_security_acl'
                        id: '82a4c3e649a3482db29cae01b333936e'
                    }
                    'acl-journal-read': {
                        table: 'sys_security_acl'
                        id: 'a9564bd45f8c4fecbb743f9ea7f126f6'
                    }
                    'acl-outbox-delete': {
                        table: 'sys_security_acl'
                        id: 'caafc3dff2e64831b90fdb83d5d5b26b'
                    }
                    'acl-outbox-read': {
                        table: 'sys_security_acl'
                        id: '377b1d4858d8477faf2ddff431717625'
                    }
                    'acl-outbox-write': {
                        table: 'sys_security_acl'
                        id: '1ce708e79b92434b883957c5780450f6'
                    }
                    'acl-task-sla-read': {
                        table: 'sys_security_acl'
                        id: '7f44e443ecd344f785b1e9ae9cf86440'
                    }
                    bom_json: {
                        table: 'sys_module'
                        id: '0be5042b8caa40b1a1e8ff7beaa37519'
                    }
                    'include-drain': {
                        table: 'sys_script_include'
                        id: 'ed47b610ff304348b2ec665d82500daf'
                    }
                    'include-outbox': {
                        table: 'sys_script_include'
                        id: 'db9b8fd3b31d4827b2b15f9829f70075'
                    }
                    'include-sender': {
                        table: 'sys_script_include'
                        id: '00f0d433ac3b4401a82b90561e30d80d'
                    }
                    'include-settings': {
                        table: 'sys_script_include'
                        id: '80ae106c41644dbe8bb125c33bb1812a'
                    }
                    'job-drain-outbox': {
                        table: 'sysauto_script'
                        id: '98f782b009cd46908a9454c880ef4bb6'
                    }
                    'job-tidy-outbox': {
                        table: 'sysauto_script'
                        id: '5170e0119ce241548667f3866699365d'
                    }
                    package_json: {
                        table: 'sys_module'
                        id: '287762436d574715ad3bb768dbb7124e'
                    }
                    'property-active': {
                        table: 'sys_properties'
                        id: 'e81600862d00438babbbbf98cbedb202'
                    }
                    'property-endpoint': {
                        table: 'sys_properties'
                        id: 'd41aa18c382f44069e5bd9b2d466a8e4'
                    }
                    'property-fields-case': {
                        table: 'sys_properties'
                        id: 'dcee912acbd24926ae01331f92f0ec94'
                    }
                    'property-fields-change': {
                        table: 'sys_properties'
                        id: 'dfc7de46def242829ffa76d144ad9c06'
                    }
                    'property-fields-incident': {
                        table: 'sys_properties'
                        id: '3fe60c1fd07e409fbff9bb15b8d0dbaf'
                    }
                    'property-fields-problem': {
                        table: 'sys_properties'
                        id: '063a2480cd964ee19427d1cff1580bbf'
                    }
                    'property-give-up-days': {
                        table: 'sys_properties'
                        id: '27c6246eb26b4bdc8a747734f6660e92'
                    }
                    'property-ignored-user': {
                        table: 'sys_properties'
                        id: '4642b0bd630448658e26ca4589abc3c2'
                    }
                    'property-keep-dead-days': {
                        table: 'sys_properties'
                        id: '56a79f8c24cd425fb43e88382c18acf2'
                    }
                    'property-keep-delivered-days': {
                        table: 'sys_properties'
                        id: 'b8c4f30c24b94e47b58ec99a204a03c0'
                    }
                    'property-max-attempts': {
                        table: 'sys_properties'
                        id: '03da375343c54ec9bcb46342b9fd647d'
                    }
                    'property-secret': {
                        table: 'sys_properties'
                        id: 'ac239eb030f246ecb249ee89c84ff600'
                    }
                    'property-secret-next': {
                        table: 'sys_properties'
                        id: '8b7c54eb27c140a5a0647065495d63fa'
                    }
                    'property-timeout': {
                        table: 'sys_properties'
                        id: '30197421050d431399c8d4773eaecb4e'
                    }
                    'rule-announce-case': {
                        table: 'sys_script'
                        id: 'ae08f4e7c54e4011899eb70beec10256'
                    }
                    'rule-announce-change': {
                        table: 'sys_script'
                        id: 'c5d782a5b5e14afa8a3aa70a3022de79'
                    }
                    'rule-announce-incident': {
                        table: 'sys_script'
                        id: 'ece767faa37d48ad9bbfc81027255b51'
                    }
                    'rule-announce-problem': {
                        table: 'sys_script'
                        id: 'f29b372c3c994ab3a2c9939c8e83287c'
                    }
                    'rule-send-at-once': {
                        table: 'sys_script'
                        id: 'f730f4bd6ef747bd9b5f54b13d443bba'
                    }
                    'schedule-business': {
                        table: 'cmn_schedule'
                        id: 'd46094568863446b99e7c89dcfc881e4'
                    }
                    'schedule-business-closed-2025-01-01': {
                        table: 'cmn_schedule_span'
                        id: 'ed655e81c076478ca26e380fa9cf1f2c'
                    }
                    'schedule-business-closed-2025-04-18': {
                        table: 'cmn_schedule_span'
                        id: '24c6c6198c4345c5aa921242b10994bc'
                    }
                    'schedule-business-closed-2025-04-21': {
                        table: 'cmn_schedule_span'
                        id: '81e18bc9df1045c28a73a7fc9f9c14df'
                    }
                    'schedule-business-closed-2025-05-05': {
                        table: 'cmn_schedule_span'
                        id: '2fbbecfe4f224bb392f6b26d70a604ed'
                    }
                    'schedule-business-closed-2025-05-26': {
                        table: 'cmn_schedule_span'
                        id: 'eb79294ad9b94610b4300fa871a073f1'
                    }
                    'schedule-business-closed-2025-08-25': {
                        table: 'cmn_schedule_span'
                        id: '9d8b428d1dca40fc98304dd0577f1dc3'
                    }
                    'schedule-business-closed-2025-12-25': {
                        table: 'cmn_schedule_span'
                        id: '8e9c8ef5616546d785d0880c1fb2a708'
                    }
                    'schedule-business-closed-2025-12-26': {
                        table: 'cmn_schedule_span'
                        id: 'dba48dc70639487d921d38ac6974144f'
                    }
                    'schedule-business-closed-2026-01-01': {
                        table: 'cmn_schedule_span'
                        id: '4c4833768bac4479a62abb6f395c14ad'
                    }
                    'schedule-business-closed-2026-04-03': {
                        table: 'cmn_schedule_span'
                        id: '0a3cb905add74348843d3058248f0760'
                    }
                    'schedule-business-closed-2026-04-06': {
                        table: 'cmn_schedule_span'
                        id: '222a65858a2b4416ae96afa39140934f'
                    }
                    'schedule-business-closed-2026-05-04': {
                        table: 'cmn_schedule_span'
                        id: '163828d0830948638004c90cf81c0394'
                    }
                    'schedule-business-closed-2026-05-25': {
                        table: 'cmn_schedule_span'
                        id: '041160262e8746c7849a0d120958e3d3'
                    }
                    'schedule-business-closed-2026-08-31': {
                        table: 'cmn_schedule_span'
                        id: 'efd50732e62b4df0ba0d77f7759bc4f0'
                    }
                    'schedule-business-closed-2026-12-25': {
                        table: 'cmn_schedule_span'
                        id: 'c9dc94c4873c4299bc15257263da612e'
                    }
                    'schedule-business-closed-2026-12-28': {
                        table: 'cmn_schedule_span'
                        id: '2b6fe0527c0a4dce805a72dda3b0f1e5'
                    }
                    'schedule-business-closed-2027-01-01': {
                        table: 'cmn_schedule_span'
                        id: 'af45edcbc99e46f7a07381717da9f013'
                    }
                    'schedule-business-closed-2027-03-26': {
                        table: 'cmn_schedule_span'
                        id: '927b73938a5243be9f1cb8f3cfa14ae3'
                    }
                    'schedule-business-closed-2027-03-29': {
                        table: 'cmn_schedule_span'
                        id: 'f2f7f54100e441b4a26e7412d157cadc'
                    }
                    'schedule-business-closed-2027-05-03': {
                        table: 'cmn_schedule_span'
                        id: '4bc96195b7f24f00a826930653580555'
                    }
                    'schedule-business-closed-2027-05-31': {
                        table: 'cmn_schedule_span'
                        id: 'afc54bb6b8e647159e3fe463fa49dff8'
                    }
                    'schedule-business-closed-2027-08-30': {
                        table: 'cmn_schedule_span'
                        id: '0f3de960f3e048209f8f7fbca95befcd'
                    }
                    'schedule-business-closed-2027-12-27': {
                        table: 'cmn_schedule_span'
                        id: '9245c3f266cc4bbb98740260d3102275'
                    }
                    'schedule-business-closed-2027-12-28': {
                        table: 'cmn_schedule_span'
                        id: '92ef1aa4d6354a5381eb6628a1cb4349'
                    }
                    'schedule-business-closed-2028-01-03': {
                        table: 'cmn_schedule_span'
                        id: 'b5e4e7df0a454f9e96da5a82d9d92ea4'
                    }
                    'schedule-business-closed-2028-04-14': {
                        table: 'cmn_schedule_span'
                        id: '609e0d8048d143cc946100ba6b35e785'
                    }
                    'schedule-business-closed-2028-04-17': {
                        table: 'cmn_schedule_span'
                        id: 'd6186c46eb224722afa0625b17e97330'
                    }
                    'schedule-business-closed-2028-05-01': {
                        table: 'cmn_schedule_span'
                        id: '3c3bb15854fc4b50bd691dc7e13b818e'
                    }
                    'schedule-business-closed-2028-05-29': {
                        table: 'cmn_schedule_span'
                        id: 'd99d31ded27d446d9aa463b3d4384942'
                    }
                    'schedule-business-closed-2028-08-28': {
                        table: 'cmn_schedule_span'
                        id: 'c2797a64d771429c93469d26a859ee47'
                    }
                    'schedule-business-closed-2028-12-25': {
                        table: 'cmn_schedule_span'
                        id: '01bc7b1f16dc488abd0ee5d9906c8bf1'
                    }
                    'schedule-business-closed-2028-12-26': {
                        table: 'cmn_schedule_span'
                        id: '27c323cf2c1545439277383903fe8f7b'
                    }
                    'schedule-business-hours-1-540': {
                        table: 'cmn_schedule_span'
                        id: '5a8b86fb8fdc4a60bf19f24077ec4bcb'
                    }
                    'sla-sn-customerservice-case-ucc-critical-fix': {
                        table: 'contract_sla'
                        id: '4fdbd67638c4493b9a9064b4a58ab23b'
                    }
                    'sla-sn-customerservice-case-ucc-critical-response': {
                        table: 'contract_sla'
                        id: 'f1269a0f512e43688ba33a6ec4b4b310'
                    }
                    'sla-sn-customerservice-case-ucc-critical-troubleshoot': {
                        table: 'contract_sla'
                        id: '191045625dc24990b2763c046ecbe214'
                    }
                    'sla-sn-customerservice-case-ucc-high-fix': {
                        table: 'contract_sla'
                        id: '50bc0e1b205b41adbc870748ed2900ac'
                    }
                    'sla-sn-customerservice-case-ucc-high-response': {
                        table: 'contract_sla'
                        id: 'bd2dc17bfe794c458b89a93d78e855a6'
                    }
                    'sla-sn-customerservice-case-ucc-high-troubleshoot': {
                        table: 'contract_sla'
                        id: '93a9602f4649464fb98b8d0961cbace9'
                    }
                    'sla-sn-customerservice-case-ucc-low-fix': {
                        table: 'contract_sla'
                        id: '0e0d96eb042d47c7b1bd11f212d6736b'
                    }
                    'sla-sn-customerservice-case-ucc-low-response': {
                        table: 'contract_sla'
                        id: 'c65a531016414d33962f96d60ed77ac7'
                    }
                    'sla-sn-customerservice-case-ucc-low-troubleshoot': {
                        table: 'contract_sla'
                        id: '9d1286376fad4da6b7980dda8add3ad7'
                    }
                    'sla-sn-customerservice-case-ucc-normal-fix': {
                        table: 'contract_sla'
                        id: 'e446eb64b3174da2b155b9145dc6d921'
                    }
                    'sla-sn-customerservice-case-ucc-normal-response': {
                        table: 'contract_sla'
                        id: '52622b47b2294a38b7f4e3c187c96e89'
                    }
                    'sla-sn-customerservice-case-ucc-normal-troubleshoot': {
                        table: 'contract_sla'
                        id: '97349d15fb2b4e2ca9116f8ba9c32757'
                    }
                }
                composite: [
                    {
                        table: 'sys_documentation'
                        id: '03adbed949174f80ac4e5f69484f5e41'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'source_table'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '069c31fa972245fdb93d54c5377e8f87'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_clock'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '0a4348a7e2924531819c5f60aa95765e'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'last_status'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: '0bac6f0137c74164aa616f31e45d3ad0'
                        key: {
                            sys_security_acl: '9116009abb3643d8a8acbf37b25637a7'
                            sys_user_role: {
                                id: '32d7dc1696104d209631ea47a3c4dc72'
                                key: {
                                    name: 'x_slab_bridge.integration'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '0cbc1545beb0434ea12e92b53030b818'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'next_attempt_at'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_db_object'
                        id: '0de88723832d463e8facbe91d6584eaa'
                        key: {
                            name: 'sn_customerservice_case'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '156e7a49aa7c40098cd21817724104da'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'last_status'
                        }
                    },
                    {
                        table: 'sys_ui_form'
                        id: '16d051b2d93d48228ba6cdbe0c181588'
                        key: {
                            name: 'sn_customerservice_case'
                            view: {
                                id: 'baa14c5220a04c3bbdea950c919e4f64'
                                key: {
                                    name: 'x_slab_bridge'
                                }
                            }
                            sys_domain: 'global'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '1b788f00fadb474e92ec3e44596df985'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'NULL'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: '1d671449e3ef4c5783ff23703789586d'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: 'short_description'
                            position: '11'
                        }
                    },
                    {
                        table: 'ua_table_licensing_config'
                        id: '2297cb6aacf64c019d32633d8941c7ba'
                        key: {
                            name: 'x_slab_bridge_outbox'
                        }
                    },
                    {
                        table: 'sys_choice'
                        id: '24ccf0bda4464928baccb9309e1f32ac'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'state'
                            value: 'dead'
                            language: 'en'
                            dependent_value: 'NULL'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '270a65418070402087457978438095fe'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_level'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '2c41e2638fdc422ca91046f1e60deae9'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'next_attempt_at'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '2c53117acfdc408b922b00faa56f7e71'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'last_error'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '2e434da1e3084a1aaa7939aadf37a039'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'source_updated_on'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: '31790e94de024045846b56e39f79397d'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: '.split'
                            position: '5'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '31ca783e87db4bda9bbf881e82c1d79f'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'source_id'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '32aea1af997d40fd98b04ba0ec85ca4e'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_clock'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_user_role'
                        id: '32d7dc1696104d209631ea47a3c4dc72'
                        key: {
                            name: 'x_slab_bridge.integration'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '3534a3e2a2a142bcabf099bb00ebe499'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'delivered_at'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: '39a1de90855f4b16903bad2d79d47a1a'
                        key: {
                            sys_security_acl: 'f1f40e2e06524e4ab8758664548231c4'
                            sys_user_role: {
                                id: '32d7dc1696104d209631ea47a3c4dc72'
                                key: {
                                    name: 'x_slab_bridge.integration'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '3daa402e118c46f9adb9f63e0022b4ac'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_position'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '3e65bc7a3b33407c85fec3afe01ffb75'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_position'
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: '4748bf458e534504bbb333296b9fc465'
                        key: {
                            sys_security_acl: '377b1d4858d8477faf2ddff431717625'
                            sys_user_role: {
                                id: 'd1cdba0147634f02b7a23d87c0aaa113'
                                key: {
                                    name: 'x_slab_bridge.admin'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: '51aa4ec0399c4a949bff6e68c92a281c'
                        key: {
                            sys_security_acl: 'caafc3dff2e64831b90fdb83d5d5b26b'
                            sys_user_role: {
                                id: 'd1cdba0147634f02b7a23d87c0aaa113'
                                key: {
                                    name: 'x_slab_bridge.admin'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_ui_form_section'
                        id: '5f7f169b064c46069ab7c076675baefd'
                        key: {
                            sys_ui_form: {
                                id: '16d051b2d93d48228ba6cdbe0c181588'
                                key: {
                                    name: 'sn_customerservice_case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '65d9b8132b1241c59156f589f2ed4484'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'source_id'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '65f14687c15e46eb95f5af449dce9b01'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'source_table'
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: '6d2c76f0b4994139845a52594279bfb0'
                        key: {
                            sys_security_acl: 'fcdf3ff717124a258c3ff889b5c30672'
                            sys_user_role: {
                                id: '32d7dc1696104d209631ea47a3c4dc72'
                                key: {
                                    name: 'x_slab_bridge.integration'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: '71b9a6452f93478ab0967c01eea6b114'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: 'x_slab_bridge_next_at'
                            position: '9'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '77ff16f269c94fc094e760f5cccdc2c5'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'source_mod_count'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '7c8100b880b0404fb6fbf748d18fdf37'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'NULL'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '7c9996713a434c05a642e51ecaece070'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_level'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: '7d180402150e4cdc93b52cfaafcb5d0c'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'last_outcome'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: '7f9f16fe745c40048e0fc11c6f15aded'
                        key: {
                            sys_security_acl: '7f44e443ecd344f785b1e9ae9cf86440'
                            sys_user_role: {
                                id: '32d7dc1696104d209631ea47a3c4dc72'
                                key: {
                                    name: 'x_slab_bridge.integration'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: '8706d45b1c344073a7eff4b6a8509c01'
                        key: {
                            sys_security_acl: '82a4c3e649a3482db29cae01b333936e'
                            sys_user_role: {
                                id: '32d7dc1696104d209631ea47a3c4dc72'
                                key: {
                                    name: 'x_slab_bridge.integration'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '8887c88db92a4878b9a52ffb1d76b6e2'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'operation'
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: '8bddd2daf9d84a7fb7403619e85fab80'
                        key: {
                            sys_security_acl: 'fa24cd3ee46849af90b2acc4e5121a5c'
                            sys_user_role: {
                                id: '32d7dc1696104d209631ea47a3c4dc72'
                                key: {
                                    name: 'x_slab_bridge.integration'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_index'
                        id: '8efe175b3cd94ba99b0cce26d52722b0'
                        key: {
                            logical_table_name: 'x_slab_bridge_outbox'
                            col_name_string: 'state,last_outcome'
                        }
                    },
                    {
                        table: 'sys_choice'
                        id: '951757c46761457aab690f9fac172e9e'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'state'
                            value: 'delivered'
                            language: 'en'
                            dependent_value: 'NULL'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '980ddb036b214c73af2fc5a66e18d85e'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_next_at'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: '98cae17a5d5a4ddda94df27cbd3306e9'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'last_error'
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: '9baff79b8248407bacc6c15d5efe037c'
                        key: {
                            sys_security_acl: '1ce708e79b92434b883957c5780450f6'
                            sys_user_role: {
                                id: 'd1cdba0147634f02b7a23d87c0aaa113'
                                key: {
                                    name: 'x_slab_bridge.admin'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_ui_section'
                        id: '9c45970ab2ba4341b59c50bac77156d5'
                        key: {
                            name: 'sn_customerservice_case'
                            caption: 'Case'
                            view: {
                                id: 'baa14c5220a04c3bbdea950c919e4f64'
                                key: {
                                    name: 'x_slab_bridge'
                                }
                            }
                            sys_domain: 'global'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: '9df6d2d7f5bf4a2291cc90fd7e603d8e'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: 'state'
                            position: '6'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: 'a44096dbfa614fe8a54bd72ff4f71a81'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: '.end_split'
                            position: '10'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: 'a5d5f255659b44f78c35a37dc6a537a8'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: 'x_slab_bridge_level'
                            position: '3'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: 'a75cabceb1cb46109f1cfcba1e1ace8e'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: 'x_slab_bridge_position'
                            position: '4'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: 'ac7a34209035454396f6e3aa4f51e87d'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_next_at'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: 'ae3a64ac27e6491b9fdd40f8653d3673'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'attempts'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: 'b6a54bdc99464b03b27eae6f898bc0c1'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'delivered_at'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: 'b71cea6617f440768a2a79202906774d'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_breached_at'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: 'ba6ef6c132af4345a26a084e08b5247a'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'NULL'
                        }
                    },
                    {
                        table: 'sys_ui_view'
                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                        key: {
                            name: 'x_slab_bridge'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: 'bcd19e7efea941b9844c83461f9e7e00'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'state'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: 'be7c2bfe80b24cd783cd8199d2867e43'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'source_updated_on'
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: 'c31663b680e84dcfb939b0c2bca59895'
                        key: {
                            sys_security_acl: '43a751b4ed844aaca6c10862881bc149'
                            sys_user_role: {
                                id: '32d7dc1696104d209631ea47a3c4dc72'
                                key: {
                                    name: 'x_slab_bridge.integration'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: 'c41ed2fb4f7b4082a3ba62d8bf1fda81'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: 'priority'
                            position: '2'
                        }
                    },
                    {
                        table: 'sys_security_acl_role'
                        id: 'c9202fd53fee4f82813251a12c66a409'
                        key: {
                            sys_security_acl: 'a9564bd45f8c4fecbb743f9ea7f126f6'
                            sys_user_role: {
                                id: '32d7dc1696104d209631ea47a3c4dc72'
                                key: {
                                    name: 'x_slab_bridge.integration'
                                }
                            }
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: 'ca65f7563dc64a72a7e913842b29ec38'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'state'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: 'cce1c63cc0ba43d7ba8a66f13aeb3a78'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'operation'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_user_role'
                        id: 'd1cdba0147634f02b7a23d87c0aaa113'
                        key: {
                            name: 'x_slab_bridge.admin'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: 'd54089b4e5c94e578cf34b37b7ce6c82'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'last_outcome'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: 'd66ed19d6a144c44bf516171dd3d7d0b'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: 'number'
                            position: '1'
                        }
                    },
                    {
                        table: 'sys_db_object'
                        id: 'dd1d9882514d410484ba38ce3f3f13b3'
                        key: {
                            name: 'x_slab_bridge_outbox'
                        }
                    },
                    {
                        table: 'sys_choice_set'
                        id: 'df30a637ff2e4ac185451564400ecf6d'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'state'
                        }
                    },
                    {
                        table: 'sys_dictionary'
                        id: 'e81a26a0ab3142ea9fbe07649587928c'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'source_mod_count'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: 'e82ddfbec1bc481a8fdf68c304750bdc'
                        key: {
                            name: 'sn_customerservice_case'
                            element: 'x_slab_bridge_breached_at'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: 'e882aa4801bb410d9c549c3f0050a8f4'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: 'x_slab_bridge_clock'
                            position: '7'
                        }
                    },
                    {
                        table: 'sys_index'
                        id: 'eaec067b0bca4c8f8f662d202fb188c1'
                        key: {
                            logical_table_name: 'x_slab_bridge_outbox'
                            col_name_string: 'state,next_attempt_at'
                        }
                    },
                    {
                        table: 'ua_table_licensing_config'
                        id: 'ee90458446804299b1203b85e5c481d3'
                        key: {
                            name: 'sn_customerservice_case'
                        }
                    },
                    {
                        table: 'sys_documentation'
                        id: 'f3fe26bf857349c78498de1459961122'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'attempts'
                            language: 'en'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: 'f54d048deef94c4fb0c8dcb3e869c573'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: 'x_slab_bridge_breached_at'
                            position: '8'
                        }
                    },
                    {
                        table: 'sys_choice'
                        id: 'fb114f6ff79e4873aa6c82737aec56b5'
                        key: {
                            name: 'x_slab_bridge_outbox'
                            element: 'state'
                            value: 'pending'
                            language: 'en'
                            dependent_value: 'NULL'
                        }
                    },
                    {
                        table: 'sys_ui_element'
                        id: 'ff3dee4303d34d938a82344d478bf2ca'
                        key: {
                            sys_ui_section: {
                                id: '9c45970ab2ba4341b59c50bac77156d5'
                                key: {
                                    name: 'sn_customerservice_case'
                                    caption: 'Case'
                                    view: {
                                        id: 'baa14c5220a04c3bbdea950c919e4f64'
                                        key: {
                                            name: 'x_slab_bridge'
                                        }
                                    }
                                    sys_domain: 'global'
                                }
                            }
                            element: '.begin_split'
                            position: '0'
                        }
                    },
                ]
            }
        }
    }
}
