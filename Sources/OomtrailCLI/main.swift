print("oomtrail")
