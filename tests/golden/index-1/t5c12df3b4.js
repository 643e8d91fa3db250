__zh(["t5c12df3b4",[" type:案例\n year:2026","!!","! "]])
