__zh(["t5c12df3b3",[" discipline:廉洁纪律\n type:原文","!#","! !"]])
