__zh(["z847a5ee7",["中华人民共和国\n中华人民共和国示例法\n资料\n责任\n自然\n自然人\n总则","2T1111@","zhong hua ren min gong he guo\nzhong hua ren min gong he guo shi li fa\nzi liao\nze ren\nzi ran\nzi ran ren\nzong ze"]])
